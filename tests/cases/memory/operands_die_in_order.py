# Operands die before the result is stored, those of an operator from left to right.
class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)

    def __add__(self, other):
        return 5

    def __eq__(self, other):
        return True

    def __getitem__(self, key):
        return 6

    def __setitem__(self, key, value):
        pass

    def __contains__(self, item):
        return True

    def __iadd__(self, other):
        return 7

    def __neg__(self):
        return 8

    @property
    def size(self):
        return 9

    @size.setter
    def size(self, value):
        pass

    def __getattr__(self, name):
        return 10


def main():
    for _ in range(2):
        x = Thing("old")
        x = Thing("a").name
        print(x)
        x = Thing("old")
        x = Thing("b") + Thing("c")
        print(x)
        x = Thing("old")
        x = Thing("d") == Thing("e")
        print(x)
        x = Thing("old")
        x = Thing("f")[Thing("g")]
        print(x)
        x = Thing("old")
        x = Thing("h") in Thing("i")
        print(x)
        x = Thing("old")
        x = -Thing("j")
        print(x)
        x = Thing("old")
        x = Thing("k").size
        print(x)
        x = Thing("old")
        x = Thing("l").missing
        print(x)
        Thing("m")[Thing("n")] = Thing("o")
        Thing("p").size = Thing("q")
        Thing("r").other = Thing("s")
        if Thing("t") == Thing("u"):
            print("equal")
        if Thing("v") in Thing("w"):
            print("contained")
        x = Thing("old")
        x = [Thing("in a list")][0].name
        print(x)
        x = Thing("old")
        x = len([Thing("counted")])
        print(x)
        x = Thing("old")
        x = not Thing("negated")
        print(x)
        x = Thing("old")
        x = f"{Thing('shown').name}"
        print(x)
        x = Thing("old")
        x = [*[Thing("unpacked").name]]
        print(x)
        x = Thing("old")
        x = Thing("left") is Thing("right")
        print(x)


main()
