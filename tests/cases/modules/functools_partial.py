# normalise: addr
# functools.partial: what it shows, keeps and refuses
from functools import *
class P(partial): pass
def f(*a, **k): return a, k
g = partial(f, 1, x=2)

TEXTS = r'''partial()
partial(1)
partial(f)(**{1:2})
g(2, y=3)
g(x=9)
partial(g, 5, x=6).args
partial(g, 5, x=6).keywords
partial(g, 5).func is f
P(g, 5).func is f
partial(P(f, 1), 2).func
repr(P(f,1,x=2))
repr(g)
partial(f).foo
partial(f,1).__setstate__(1)
partial(f,1).__reduce__()[1:]
partial[int]
type(g).__mro__
g.args, g.keywords
g.__dict__
hash(g) == hash(g)
g == partial(f, 1, x=2)'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

g.extra = 1
print(g.__dict__, partial(g, 3).func is g)
g.__setstate__((f, (7,), {'z': 1}, None))
print(g(), g.__dict__)
g.__setstate__((f, (g,), {}, {}))
print(repr(g) == repr(g), '...' in repr(g))
