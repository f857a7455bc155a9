# What the frames of a traceback hold dies from the place of the error outwards; a generator that goes
# while it handles an exception is a cycle with that.
import gc
import sys


class Told:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


def inner():
    here = Told("inner")
    yield 1


def outer():
    here = Told("outer")
    yield from inner()


it = outer()
next(it)
try:
    it.throw(StopIteration)
except RuntimeError as problem:
    print(problem)
del it


def stubborn():
    here = Told("stubborn")
    try:
        yield 1
    finally:
        yield 2


sys.unraisablehook = lambda what: print(what.exc_value)
it = stubborn()
next(it)
del it
print("dropped")
gc.collect()


class Kept(Exception):
    pass


def cause():
    here = Told("frame of the cause")
    raise Kept


try:
    try:
        cause()
    except Kept as problem:
        raise ValueError(Told("argument")) from problem
except ValueError as problem:
    problem.note = Told("attribute")
print("end")


def caught():
    try:
        yield 1
    except GeneratorExit:
        yield 2


def through():
    here = Told("through")
    yield from caught()


def around():
    here = Told("around")
    yield from through()


it = around()
next(it)
del it


class Calls:
    def __init__(self, function):
        self.function = function

    def __iter__(self):
        return self

    def __next__(self):
        return self.function()


def third():
    here = Told("third")
    raise Kept


def second():
    here = Told("second")
    list(Calls(third))


def first():
    here = Told("first")
    sorted([1], key=lambda each: second())


try:
    first()
except Kept:
    print("caught")
