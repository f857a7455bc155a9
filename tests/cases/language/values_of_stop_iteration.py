# `__next__()` called by name gives what was returned; a delegate is shown only while suspended.
async def number():
    return 5


def generator():
    return 7
    yield


async def numbers():
    yield 1


for iterator in (number().__await__(), generator(), numbers().__anext__()):
    try:
        iterator.__next__()
    except StopIteration as stop:
        print(stop.args, stop.value)
# expect: (5,) 5
# expect: (7,) 7
# expect: (1,) 1


def inner():
    print(whole.gi_yieldfrom)  # expect: None
    yield 1


def outer():
    yield from inner()


whole = outer()
next(whole)
print(whole.gi_yieldfrom.__name__)  # expect: inner


class NoException(Exception):
    def __new__(cls, *args):
        return 5


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as error:
        print(type(error).__name__, error)


def raises():
    raise ValueError from NoException


attempt(raises)  # expect: TypeError calling <class '__main__.NoException'> should have returned an instance of BaseException, not <class 'int'>
attempt(generator().throw, NoException)  # expect: TypeError calling <class '__main__.NoException'> should have returned an instance of BaseException, not int
attempt(lambda: print >> 3)  # expect: TypeError unsupported operand type(s) for >>: 'builtin_function_or_method' and 'int'. Did you mean "print(<message>, file=<output_stream>)"?


def holds(element, elements):
    if element in elements:
        return True


print(holds({1}, {frozenset([1])}))  # expect: True
print(round(1.5, 2**100), round(1.5, -(2**100)))  # expect: 1.5 0.0
for key in ("False", "0.0", "-0", "0j", 'f""'):
    try:
        compile("match x:\n case {0: _, %s: _}: pass" % key, "", "exec")
    except SyntaxError as error:
        print(error.msg)
# expect: mapping pattern checks duplicate key (False)
# expect: mapping pattern checks duplicate key (0.0)
# expect: mapping pattern checks duplicate key (0)
# expect: mapping pattern checks duplicate key (0j)
# expect: mapping pattern keys may only match literals and attribute lookups


class Tuple(tuple):
    pass


class WithInit(float):
    def __init__(self, value, *, more):
        self.more = more


class WithNew(list):
    def __new__(cls, items, *, more):
        return super().__new__(cls, items)


attempt(lambda: Tuple(sequence=()))  # expect: TypeError tuple() takes no keyword arguments
print(WithInit(2, more=3).more, WithNew([1], more=2))  # expect: 3 [1]
