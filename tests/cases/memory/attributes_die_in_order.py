# Attributes die in the order in which their class came to know their names, whatever order an instance
# got them in. Members of __slots__ go first, those of the class before those of its bases.
class Told:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(self.name, end=" ")


def fill(thing, *names):
    for name in names:
        setattr(thing, name, Told(name))


def die(cls, *names):
    thing = cls()
    fill(thing, *names)
    del thing
    print("|", end=" ")


class A:
    pass


class L(list):
    pass


class E(Exception):
    pass


class Members:
    __slots__ = "b", "a"


class More(Members):
    __slots__ = "z", "y", "__dict__"


for cls in A, L, E:
    die(cls, "a", "b")
    die(cls, "b", "a")
    die(cls, "c", "b", "a")
    print(cls.__name__)
die(Members, "b", "a")
die(More, "q", "p", "a", "y", "b", "z")
die(More, "p", "q")
print()

# What moves into a dict keeps that order, as long as its keys are such names.
thing = A()
fill(thing, "c", "b", "a")
print(list(thing.__dict__), end=" ")
del thing
thing = A()
fill(thing, "b", "a")
copied = thing.__dict__.copy()
rebuilt = dict(thing.__dict__)
del thing, copied
print("|", end=" ")
del rebuilt
thing = A()
fill(thing, "b", "a")
thing.__dict__[1] = Told("1")
del thing
thing = A()
fill(thing, "b", "a")
del thing.a
print("|", end=" ")
fill(thing, "c", "a")
thing.__dict__.clear()
thing.__dict__ = {"b": Told("b"), "a": Told("a")}
print("|", end=" ")
del thing
print()
