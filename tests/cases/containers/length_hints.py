# What makes a list or tuple of an iterable asks it for its length, after its iterator.
class Iterable:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        print("iter", end=" ")
        return iter("ab")

    def __length_hint__(self):
        print("hint", end=" ")
        if isinstance(self.hint, type):
            raise self.hint("no")
        return self.hint


for hint in 2, 0, 100, NotImplemented, TypeError, -1, 2**62, ValueError, "x":
    for make in list, tuple, sorted, lambda value: [*value], set:
        try:
            print(sorted(make(Iterable(hint))), end=", ")
        except Exception as error:
            print(type(error).__name__, error, end=", ")
    print()
