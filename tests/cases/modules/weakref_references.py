# References and proxies.

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
sorted(weakref.__all__)
ref()
ref(1)
ref('a')
ref(None)
ref(a,1,2)
ref(a) is ref(a), ref(a)==ref(a), ref(a)!=ref(b), hash(ref(a))==hash(a), ref(a)() is a
ref(a) < ref(b)
ref(a).__callback__, ref(a,len).__callback__
ref[int]
norm(repr(ref(a))), norm(repr(ref(f)))
getweakrefcount(b), getweakrefs(b), getweakrefcount(1)
proxy(a) is proxy(a), type(p), type(pn), type(proxy(f)).__name__
ProxyTypes, issubclass(ProxyType,object)
proxy(1)
proxy()
norm(repr(p)), str(p), p.n, p.m(), p.__class__, isinstance(p,C)
hash(p)
p.foo
p()
ps[0], ps[1:], len(ps), list(ps), 2 in ps, ps+[4], ps==[1,2,3], ps*2, bool(ps), reversed(ps) is not None
next(ps)
pn+1, 1+pn, -pn, int(pn), float(pn), len(pn), pn[3], 1 in pn, 2 in pn, list(pn), bool(pn), pn(1,k=2), pn==5, pn==6, str(pn), pn<1, range(5)[pn], [0,1,2,3,4][pn]
pn-1
pn@1
~pn
ProxyType()
""".strip().splitlines():
    show(case)
