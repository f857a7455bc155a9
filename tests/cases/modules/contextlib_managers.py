# contextlib: managers made of generators
import contextlib
from contextlib import *
@contextmanager
def cm(a=1):
    "doc"
    print('in', a)
    try: yield a
    finally: print('out')
def run(c, exc=None):
    try:
        with c:
            if exc: raise exc
        print('ok')
    except BaseException as e: print(type(e).__name__, e, repr(e.__cause__), repr(e.__context__))
@contextmanager
def none():
    if 0: yield
@contextmanager
def two():
    yield 1
    yield 2
@contextmanager
def swallow():
    try: yield
    except ValueError: print('swallowed')
@contextmanager
def two_err():
    try: yield
    except ValueError: yield 3
@contextmanager
def repl():
    try: yield
    except ValueError as e: raise KeyError('new') from e
@contextmanager
def stop(): yield
@cm(3)
def f(x): print('f', x); return x
with cm(5) as x: print(x)
run(none()); run(two()); run(swallow(), ValueError(1)); run(swallow(), KeyError(1)); run(two_err(), ValueError(1)); run(repl(), ValueError(1)); run(stop(), StopIteration(5)); run(stop(), RuntimeError('x'))
run(suppress(KeyError), KeyError(1)); run(suppress(KeyError), ValueError(1)); run(suppress(), ValueError(1)); run(suppress(ValueError), ExceptionGroup('g', [ValueError(1)])); run(suppress(ValueError), ExceptionGroup('g', [ValueError(1), KeyError(2)]))

TEXTS = r'''cm.__doc__
cm(1,2)
type(cm()).__mro__
f(7)
f(8)
f.__name__
nullcontext(3).__enter__()
closing(1).__exit__()
issubclass(type(cm()), AbstractContextManager)
AbstractContextManager[int]
AbstractContextManager()
suppress(1).__exit__(ValueError, ValueError(), None)'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
