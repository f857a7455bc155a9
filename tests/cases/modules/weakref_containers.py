# WeakValueDictionary, WeakKeyDictionary, WeakSet.

import weakref
from weakref import *


class C:
    def __init__(self, n=0):
        self.n = n

    def m(self):
        return self.n

    def __lt__(self, other):
        return self.n < other.n

    def __repr__(self):
        return f'C{self.n}'


class Seq(list):
    pass


class Num:
    def __add__(self, other):
        return 'add', other

    def __radd__(self, other):
        return 'radd', other

    def __neg__(self):
        return 'neg'

    def __int__(self):
        return 7

    def __float__(self):
        return 2.5

    def __index__(self):
        return 3

    def __len__(self):
        return 4

    def __getitem__(self, key):
        return 'item', key

    def __contains__(self, key):
        return key == 1

    def __iter__(self):
        return iter('ab')

    def __bool__(self):
        return False

    def __call__(self, *args, **kwargs):
        return args, kwargs

    def __eq__(self, other):
        return other == 5

    def __str__(self):
        return 'NUM'

    def __lt__(self, other):
        return True


def norm(text):
    parts = text.split(' at 0x')
    return ' at '.join([parts[0]] + [part.lstrip('0123456789abcdef') for part in parts[1:]])


def f():
    pass


a, b, c, n, sq = C(1), C(2), C(3), Num(), Seq([1, 2, 3])
p, pn, ps = proxy(a), proxy(n), proxy(sq)


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
WeakValueDictionary({'a':a,'b':b})['a']
WeakValueDictionary(x=a)['x']
WeakValueDictionary([('k',a)]).get('k')
WeakValueDictionary({'a':1})
WeakValueDictionary()['z']
WeakValueDictionary().popitem()
WeakValueDictionary().pop('z')
WeakValueDictionary().pop('z',4)
sorted(WeakValueDictionary({'a':a,'b':b}).items())
norm(repr(WeakValueDictionary())), norm(repr(WeakKeyDictionary()))
WeakValueDictionary({'a':a}) == {'a':a}, WeakValueDictionary({'a':a}) == WeakValueDictionary({'a':b})
(WeakValueDictionary({'a':a}) | {'b':b})['b'], ({'b':b} | WeakValueDictionary({'a':a}))['a']
WeakValueDictionary({'a':a}).valuerefs()[0]() , [r() for r in WeakValueDictionary({'a':a}).itervaluerefs()]
WeakValueDictionary().setdefault('q',a)
del WeakValueDictionary()['a']
WeakKeyDictionary({a:1})[a], WeakKeyDictionary({a:1}).get(b,9), a in WeakKeyDictionary({a:1}), 5 in WeakKeyDictionary()
WeakKeyDictionary({1:1})
WeakKeyDictionary()[1]
WeakKeyDictionary({a:1}).pop(a), WeakKeyDictionary({a:1}).popitem(), WeakKeyDictionary().setdefault(a,3), list(WeakKeyDictionary({a:1}).keyrefs()[0:0])
WeakKeyDictionary({a:1,b:2}) == {a:1,b:2}, sorted(WeakKeyDictionary({a:1,b:2}).values())
hash(WeakKeyDictionary())
WeakSet([a,b]) == WeakSet([b,a]), len(WeakSet([a,a])), a in WeakSet([a]), 1 in WeakSet()
WeakSet([1])
WeakSet().pop()
WeakSet([a]).discard(b), WeakSet([a,b])-WeakSet([a])==WeakSet([b]), WeakSet([a])|[b]==WeakSet([a,b]), len(WeakSet([a,b])&[a]), len(WeakSet([a])^[a,b]), WeakSet([a])<=[a,b], WeakSet([a])<[a], WeakSet([a,b])>=[a], WeakSet([a]).isdisjoint([b])
WeakSet([a]) == {a}
hash(WeakSet())
""".strip().splitlines():
    show(case)
