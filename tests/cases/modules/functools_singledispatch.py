# normalise: addr
# functools.singledispatch and singledispatchmethod
from functools import *
from collections.abc import Sized, Container, Iterable, Mapping
import abc
@singledispatch
def f(x): return 'object'
@f.register(int)
def _(x): return 'int'
@f.register
def _(x: list): return 'list'
@f.register
def _(x: str | bytes): return 'text'
f.register(Mapping, lambda x: 'mapping')
class A(int): pass

TEXTS = r'''f(1), f(True), f(A()), f([]), f('a'), f(b'a'), f({}), f(1.5), f(None)
f.dispatch(int)(0)
sorted(c.__name__ for c in f.registry)
f()
f.register(1)
f.register(1, f)
f.register(lambda x: 1)
f.__name__, f.__wrapped__.__name__
singledispatchmethod(1)'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

class C:
    @singledispatchmethod
    def m(self, x): return 'any'
    @m.register
    def _(self, x: int): return 'int', type(self).__name__
    @singledispatchmethod
    @classmethod
    def c(cls, x): return cls.__name__, 'any'
    @c.register(str)
    @classmethod
    def _(cls, x): return cls.__name__, 'str'
print(C().m(1), C().m('a'), C.c(1), C.c('a'))
@singledispatch
def g(x): return 'base'
g.register(Sized, lambda x: 'sized')
g.register(Container, lambda x: 'container')
class Both:
    def __len__(self): return 0
    def __contains__(self, x): return False
try: g(Both())
except RuntimeError as error: print(str(error).split(':')[0])
class T: pass
@singledispatch
def h(x): return 'base'
class Abstract(abc.ABC): pass
h.register(Abstract, lambda x: 'abstract')
print(h(T()))
Abstract.register(T)
print(h(T()))
def bad(x: 'nope'): pass
