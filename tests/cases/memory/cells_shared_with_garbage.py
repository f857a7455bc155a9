# Collecting a function leaves the variables alone that it shares with living ones.
import gc


def outer():
    shared = ["kept"]

    def cyclic():
        def inner():
            return shared, cyclic is not None

        return inner, lambda: shared

    return cyclic()[1]


live = outer()
print(gc.collect() > 0)  # expect: True
print(live())  # expect: ['kept']


class Late:
    def __init__(self, call):
        self.call, self.me = call, self

    def __del__(self):
        print("in the end", self.call())  # expect: in the end 7


def finalised():
    number = 7

    def recursive(n=3):
        return recursive(n - 1) if n else number

    return Late(recursive)


finalised()
print(gc.collect() > 0)  # expect: True
