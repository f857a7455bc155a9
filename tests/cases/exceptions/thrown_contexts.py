# What is thrown into a chain of generators is thrown into each of them: their exceptions become contexts.

def f():
    yield
def f2():
    try: yield
    except ValueError: raise TypeError
def f3():
    try: yield
    except ValueError as e: raise
def f4():
    try: 1/0
    except ZeroDivisionError: yield
def g(f):
    try:
        raise KeyError('a')
    except Exception:
        yield from f()
def h(f):
    try:
        raise IndexError('a')
    except Exception:
        yield from g(f)
def chain(e):
    r=[]
    while e is not None: r.append(type(e).__name__); e=e.__context__
    return r
def t(gen,exc=ValueError):
    gen.send(None)
    try: gen.throw(exc)
    except BaseException as e: print(chain(e))
for x in (f,f2,f3,f4):
    t(g(x)); t(h(x)); t(x())
    try: raise OSError
    except OSError: t(g(x)); t(h(x)); t(x())
e=ValueError(); e.__context__=ArithmeticError(); t(g(f),e); t(h(f2),e)
t(g(f),GeneratorExit); t(h(f),GeneratorExit)
import types
@types.coroutine
def y(): yield
async def a():
    try: raise KeyError
    except KeyError: await y()
async def b():
    try: raise IndexError
    except IndexError: await a()
t(b()); t(a())
class It:
    def __iter__(s): return s
    def __next__(s): return 1
    def throw(s,*a): raise a[0]
t(g(It)); t(h(It))
class It2:
    def __iter__(s): return s
    def __next__(s): return 1
t(g(It2)); t(h(It2))


# What goes wrong while an exception is made is thrown in its place.
class Odd(Exception):
    def __new__(cls):
        return cls


class Failing(Exception):
    def __init__(self):
        raise KeyError('made')


def catching():
    try:
        yield 1
    except (TypeError, KeyError) as error:
        yield repr(error)[:60]


for kind in (Odd, Failing):
    generator = catching()
    next(generator)
    print(generator.throw(kind))
