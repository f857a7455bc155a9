"""Steps of asynchronous generators that are refused: which state they are in afterwards."""

import sys


async def numbers():
    yield 1
    yield 2


async def stubborn():
    try:
        yield 1
    except GeneratorExit:
        pass


def tell(action):
    try:
        print("=", action())
    except BaseException as problem:
        print(type(problem).__name__, problem)


for make in (lambda g: g.asend(None), lambda g: g.__anext__(), lambda g: g.athrow(ValueError("v")), lambda g: g.aclose(),
             lambda g: g.athrow(5), lambda g: anext(g, "none")):
    for first in (5, ValueError, "send", None):
        generator = numbers()
        step = make(generator)
        if first == "send":
            tell(lambda: step.send(1))
        elif first is not None:
            tell(lambda: step.throw(first))
        tell(lambda: step.send(None))
        tell(lambda: step.throw(KeyError(1)))
        print(generator.ag_running)

# A mistake that leaves a step as it was does so only while there was something to do.
generator = numbers()
tell(lambda: generator.aclose().send(None))
step = generator.aclose()
tell(lambda: step.send(1))
tell(lambda: step.send(None))

# What has not begun stands where it is defined.
generator = numbers()
print(generator.ag_frame.f_lineno - numbers.__code__.co_firstlineno)

sys.unraisablehook = lambda problem: print("unraisable", problem.exc_type.__name__)
generator = stubborn()
tell(lambda: generator.asend(None).send(None))
del generator
