# A suspended generator that no handler covers is cleared without an exception: its variables die
# before its temporaries. Nothing is traced.
import sys


class Told:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


def plain():
    x = Told("x")
    for each in [Told("first"), Told("second")]:
        yield each
    try:
        pass
    finally:
        print("never")


def covered():
    x = Told("x")
    try:
        for each in [Told("first"), Told("second")]:
            yield each
    finally:
        print("finally")


def delegating():
    y = Told("y")
    yield from plain()


for make in plain, covered, delegating:
    for close in True, False:
        print("--", make.__name__, close)
        it = make()
        next(it)
        if close:
            print(it.close())
        del it

it = plain()
next(it)
sys.settrace(lambda frame, event, value: print(event, frame.f_code.co_name))
it.close()
sys.settrace(None)
print("-- a handled exception is the context of GeneratorExit")


def curious():
    try:
        yield
    except GeneratorExit as exit:
        print(repr(exit.__context__))


it = curious()
next(it)
try:
    raise KeyError("handled")
except KeyError:
    it.close()
try:
    raise KeyError("handled")
except KeyError:
    # Thrown into a generator that has ended, an exception gets no context.
    try:
        it.throw(ValueError())
    except ValueError as problem:
        print(repr(problem.__context__))
