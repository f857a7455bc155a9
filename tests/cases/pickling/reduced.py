"""What objects say that copies and pickles rebuild them from."""
def mask(s):
    out=''; parts=s.split('0x')
    out=parts[0]
    for p in parts[1:]:
        i=0
        while i<len(p) and p[i] in '0123456789abcdef': i+=1
        out+='0x'+p[i:]
    return out
import sys, collections, functools, operator, itertools, datetime, random, types, io, time, os, string, enum
def show(lab, f):
    try: r=f()
    except BaseException as e: r=f'{type(e).__name__}: {e}'
    print(lab, repr(r))
def adv(it,n):
    for _ in range(n): next(it,None)
    return it
class G:
    def __getitem__(s,i):
        if i>2: raise IndexError
        return i
    def __repr__(s): return 'G'
class R(G):
    def __len__(s): return 3
    def __repr__(s): return 'R'
d={1:2,3:4,5:6}
for lab,mk in [('list',lambda:iter([1,2,3])),('tuple',lambda:iter((1,2,3))),('str',lambda:iter('abc')),('ustr',lambda:iter('\u0161bc')),('bytes',lambda:iter(b'abc')),('ba',lambda:iter(bytearray(b'abc'))),('getitem',lambda:iter(G())),('dict',lambda:iter(d)),('values',lambda:iter(d.values())),('items',lambda:iter(d.items())),('rev',lambda:reversed([1,2,3])),('revt',lambda:reversed((1,2,3))),('revR',lambda:reversed(R())),('revd',lambda:reversed(d)),('revv',lambda:reversed(d.values())),('revi',lambda:reversed(d.items())),('set',lambda:iter({1,2,3})),('range',lambda:iter(range(0,9,3))),('rrange',lambda:reversed(range(0,9,3))),('lrange',lambda:iter(range(10**30,10**30+3))),('map',lambda:map(str,[1,2,3])),('map2',lambda:map(pow,[1,2,3],[1,2,3])),('filter',lambda:filter(None,[1,2,3])),('zip',lambda:zip([1,2,3],(4,5,6))),('zips',lambda:zip([1,2,3],(4,5,6),strict=True)),('enum',lambda:enumerate('abc')),('deque',lambda:iter(collections.deque([1,2,3]))),('rdeque',lambda:reversed(collections.deque([1,2,3]))),('od',lambda:iter(collections.OrderedDict(d))),('odi',lambda:reversed(collections.OrderedDict(d).items()))]:
    for n in (0,1,3,4):
        def f():
            r=adv(mk(),n).__reduce__()
            return tuple(str(x) if hasattr(x,'__next__') else (tuple(x) if 0 else x) for x in r) if lab not in('map','map2','filter','zip','zips','enum') else (r[0],len(r[1]),[list(x) if hasattr(x,'__next__') else x for x in r[1]],r[2:])
        show(lab+str(n), f)
    for st in (0,2,7,-1,'a'):
        def f():
            it=mk()
            it.__setstate__(st)
            return list(it)
        show(lab+' setstate '+repr(st), f)
i=iter(lambda:1,1); show('callable',lambda:i.__reduce__()[0]); next(i,None); show('callable end',lambda:i.__reduce__())
for x in [len,[].append,int.__add__,(1).__add__,str.join,{}.get,datetime.date.today,dict.fromkeys,int.__dict__['from_bytes'],int.real,type(d).__dict__['get'],(lambda:0),G().__getitem__,types.SimpleNamespace(a=1).__repr__,...,NotImplemented,None,5,True,'a',b'a',1.5,2j,(1,),[1],{1:2},{1},frozenset([1]),bytearray(b'a'),bytearray(),range(3),slice(1,2),list[int],int|str,object(),G,G(),sys,type,(x for x in()),memoryview(b''),d.keys(),types.MappingProxyType({}),staticmethod(len),classmethod(len),property(len),super(int,1),functools.lru_cache(len),sys._getframe(),(lambda:0).__code__,operator.itemgetter(1),operator.itemgetter(1,2),operator.attrgetter('a'),operator.attrgetter('a','b.c'),operator.methodcaller('x'),operator.methodcaller('x',1,k=2),functools.partial(int),ValueError(1),OSError(1,'a'),OSError(1,'a','f'),OSError(1,'a','f',None,'g'),KeyError(),ImportError('x',name='n'),AttributeError('x',name='n',obj=3),StopIteration(5),UnicodeDecodeError('utf-8',b'a',0,1,'r'),SyntaxError('a',('f',1,2,'t')),ExceptionGroup('m',[ValueError()]),datetime.date(2020,1,2),datetime.time(1,2,3),datetime.time(1,2,3,fold=1),datetime.datetime(2020,1,2,fold=1),datetime.timedelta(1),datetime.timezone.utc,datetime.timezone(datetime.timedelta(1/2),'x'),datetime.tzinfo(),collections.deque([1]),collections.deque([1],5),collections.OrderedDict(a=1),collections.defaultdict(int,a=1),collections.Counter('a'),io.StringIO('a'),io.BytesIO(b'a'),time.gmtime(0),string.Template('a'),collections.ChainMap(),types.SimpleNamespace(a=1),sys.version_info]:
    for p in range(3):
        def f():
            r=x.__reduce_ex__(p)
            if isinstance(r,tuple): r=tuple(list(q) if hasattr(q,'__next__') else q for q in r)
            return r
        show(f'{type(x).__name__} {p}', lambda: mask(repr(f())))
class S: __slots__=('a','b','__c')
class S2(S): __slots__=('d','__dict__','__weakref__')
class E: pass
class N:
    def __getnewargs__(s): return (1,2)
class NE:
    def __getnewargs_ex__(s): return ((1,2),{'k':3})
class NE2:
    def __getnewargs_ex__(s): return ((1,2),{})
class B1:
    def __getnewargs_ex__(s): return 5
class B2:
    def __getnewargs_ex__(s): return (1,)
class B3:
    def __getnewargs_ex__(s): return (1,2)
class B4:
    def __getnewargs_ex__(s): return ((),2)
class B5:
    def __getnewargs__(s): return [1]
class GS:
    def __getstate__(s): return 'state'
class SR:
    def __reduce__(s): return 'sr'
class IL(list): pass
class ID(dict): pass
class II(int): pass
class IT(tuple): pass
class IF(float): pass
class IB(bytes): pass
class IBA(bytearray): pass
class IS(set): pass
class IStr(str): pass
class IDq(collections.deque): pass
class IDD(collections.defaultdict): pass
class IOD(collections.OrderedDict): pass
class Ex(Exception): pass
class T(type): pass
class TT(metaclass=T): pass
class M(types.ModuleType): pass
class P(functools.partial): pass
def mk(c,*a):
    o=c(*a)
    if hasattr(o,'__dict__'): o.x=1
    return o
s=S(); s.a=1; s._S__c=4
s2=S2(); s2.d=2; s2.zz=5
for x in [S(),s,S2(),s2,E(),mk(E),N(),NE(),NE2(),B1(),B2(),B3(),B4(),B5(),GS(),SR(),mk(IL,[1]),mk(ID,{1:2}),mk(II,4),mk(IT,(1,)),mk(IF,1.5),mk(IB,b'x'),mk(IBA,b'x'),mk(IS,[1]),mk(IStr,'a'),mk(IDq,[1]),mk(IDD,int,{1:2}),mk(IOD,{1:2}),mk(Ex,1),TT,M('m'),mk(P,int)]:
    for p in range(4):
        def f():
            r=x.__reduce_ex__(p)
            if isinstance(r,tuple): r=tuple(list(q) if hasattr(q,'__next__') else q for q in r)
            return r
        show(f'{type(x).__name__} {p}', lambda: mask(repr(f())))
    show('getstate', x.__getstate__ if not isinstance(x,type) else lambda:0)
