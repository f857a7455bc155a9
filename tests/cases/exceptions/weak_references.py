# Exceptions cannot be weakly referenced, those of classes of the program can.
import weakref


class Bare(Exception):
    __slots__ = ()


class Own(Exception):
    pass


class Below(Bare):
    pass


for problem in ValueError(), OSError(1, "a"), KeyError(), ExceptionGroup("a", [ValueError()]), BaseExceptionGroup("a", [KeyboardInterrupt()]), Bare(), Own(), Below():
    try:
        print(weakref.ref(problem)() is problem)
    except TypeError as refused:
        print(refused)
for old, new in (Bare, Below), (Bare, Own), (Own, Bare), (Own, Below):
    problem = old()
    try:
        problem.__class__ = new
        print(old.__name__, new.__name__)
    except TypeError as refused:
        print(refused)
