# `f(**mapping)`: keys that come twice, keys that are no names, mappings that fail.
import collections
def f(*a,**k): return a,k
def t(src):
    try: print(src, eval(src))
    except Exception as e: print(src, type(e).__name__, e)
class MD(dict):
    def items(self): return iter([('x',1),('x',2)])
class MultiDict:
    def __init__(s,items): s.d=items
    def keys(s): return [k for k,_ in s.d]
    def __getitem__(s,k):
        for a,b in s.d:
            if a==k: return b
class St(str): pass
class Bad:
    def __hash__(s): return 1
    def __eq__(s,o): 1/0
    def __repr__(s): return 'Bad'
    def __str__(s): 1/0
class K:
    def keys(self): return 5
class K2:
    def keys(self): return ['a']
    def __getitem__(s,k): 1/0
class K3:
    def keys(self): 1/0
class K4:
    def keys(self): raise AttributeError('zz')
m=MultiDict([('x',1),('x',2)]); b1=Bad(); b2=Bad()
m2=MultiDict([(1,1),(1,2)])
class C:
    def __init__(self,**k): pass
    def m(self,**k): pass
for s in ["f(**m)","f(**{1:2})","f(**{1:2},**{1:3})","f(**m2)","f(**{1:2},**{2:3})","f(x=1,**{'x':2})","f(x=1,**m)","f(**MD())","f(**{b1:1},**{b2:2})","f(**{b1:1},**{b1:2})","C(**m)","C().m(**m)","dict(**m)","print(**m)","int(**m)","f(**K())","f(**K2())","f(**K3())","f(**K4())","f(**3)","f(**m,**m)","f(*[1],**m)","f(*3,**m)","f(*3)","len(**m)","f(**{St('a'):1},**{'a':2})","f(**collections.OrderedDict([('a',1)]))","f(**MultiDict([(b1,1),(b2,2)]))","f(**{'a':1},**MultiDict([('b',1),('b',2)]))","dict(a=1,**{'a':2})","C(**{1:2})","len(**{1:2},**{1:3})","f(**{(1,):2},**{(1,):3})","f(**{None:2},**{None:3})"]: t(s)
