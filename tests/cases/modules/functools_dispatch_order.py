# functools: which implementation is chosen, and what is refused
# normalise: addr
import functools
import collections
import collections.abc as cabc

def t(label, f):
    try: print(label, '->', f())
    except BaseException as e: print(label, '!!', type(e).__name__, e)

class A: pass
@functools.singledispatch
def g(x): return 'obj'
@g.register
def _(x: int | str): return 'is'
@g.register(list)
def _(x): return 'list'
t('sd', lambda: [g(1), g('a'), g([]), g(1.0), g(True)])
t('sd0', lambda: g())
t('sdreg', lambda: g.register(5, lambda x: 1))
t('sdreg2', lambda: g.register(lambda x: 1))
def h(x: 5): pass
t('sdreg3', lambda: g.register(h))
g.register(cabc.Sized, lambda x: 'sized'); g.register(cabc.Iterable, lambda x: 'iter')
t('amb', lambda: g({1}))
class M(cabc.Sized, cabc.Iterable):
    def __len__(self): return 1
    def __iter__(self): return iter(())
t('mro', lambda: [c.__name__ for c in functools._compose_mro(dict, [cabc.Sized, cabc.Mapping, cabc.Iterable, cabc.MutableMapping])])
t('mro2', lambda: [c.__name__ for c in functools._compose_mro(collections.ChainMap, [cabc.MutableMapping, cabc.Mapping, cabc.Sequence, cabc.Sized])])
t('mro3', lambda: [c.__name__ for c in functools._compose_mro(collections.defaultdict, [cabc.Sized, cabc.Container, cabc.Iterable])])
t('pm', lambda: functools.partialmethod(3))
t('to', lambda: functools.total_ordering(A))
t('lru', lambda: functools.lru_cache('x'))
t('lru2', lambda: functools.lru_cache(-5)(lambda: 1).cache_parameters())
