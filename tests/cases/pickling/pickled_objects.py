"""pickle: what reducers may give and names may be, in all protocols; arguments."""
import io, pickle, sys
def mask(s):
    out=''; parts=s.split('0x')
    out=parts[0]
    for p in parts[1:]:
        i=0
        while i<len(p) and p[i] in '0123456789abcdef': i+=1
        out+='0x'+p[i:]
    return out

def show(lab, f):
    try: r=f()
    except BaseException as e: r=f'{type(e).__module__}.{type(e).__name__}: {e}'
    print(mask(ascii(lab)), mask(ascii(r)))
class R:
    def __init__(s,r): s.r=r
    def __reduce__(s): return s.r
class R2:
    def __init__(s,r): s.r=r
    def __reduce_ex__(s,p): return s.r
def f(): pass
def newobj_named(n):
    def g(*a): pass
    g.__name__=n; return g
NE=newobj_named('__newobj__'); NX=newobj_named('__newobj_ex__')
for r in [5,(),(1,),(1,2),(int,5),(int,(),1,2,3,4,5),(int,(),None,5),(int,(),None,None,5),(int,(),None,None,None,5),(int,(),None,[1]),'nosuch',(NE,()),(NE,(5,)),(NE,(int,)),(NX,()),(NX,(5,1,2)),(NX,(int,1,2)),(NX,(int,(),2)),(int,(),None,iter([1])),(dict,(),None,None,iter([1])),(dict,(),None,None,iter([(1,2,3)])),(list,(),None,None,iter([(1,2)])),(lambda:0,()),(R,(),{},None,None,len),(None,())]:
  for p in (0,2,4):
    show(f'R {p} {mask(str(r))[:40]}', lambda: pickle.dumps(R(r),p))
    if isinstance(r,int): show(f'R2 {p}', lambda: pickle.dumps(R2(r),p))
class Outer:
    class Inner: pass
    def meth(self): pass
def local():
    class L: pass
    return L
L=local()
class Moved: pass
Moved.__module__='nosuchmod'
class Renamed: pass
Renamed.__qualname__='Other'
class Diff: pass
D1=Diff
class Diff: pass
class NoMod: pass
NoMod.__module__=None
lam=lambda:0
U8=type('é',(),{}); globals()['é']=U8
for o in [Outer.Inner,Outer.meth,L,Moved,Renamed,D1,NoMod,lam,U8,sys,open('/dev/null'),(x for x in ()),len,[].append,Outer().meth,int.from_bytes,str.join,type(None),type(...),type(NotImplemented),...,NotImplemented,print,iter([1]),object(),memoryview(b'a'),type(sys),pickle.PickleBuffer(b'a'),int|str,list[int],super(Outer,Outer())]:
  for p in (0,1,2,3,4,5):
    show(f'O {p} {mask(str(o))[:30]}', lambda: pickle.dumps(o,p))
show('p6',lambda:pickle.dumps(1,6)); show('p-1',lambda:pickle.dumps(1,-1)); show('pn',lambda:pickle.dumps(1,None)); show('pa',lambda:pickle.dumps(1,'a')); show('bc',lambda:pickle.dumps(1,4,buffer_callback=len)); show('P0',lambda:pickle.Pickler()); show('P1',lambda:pickle.Pickler(5)); show('P2',lambda:pickle.Pickler(io.BytesIO(),6)); show('d1',lambda:pickle.dump(1,5)); show('d2',lambda:pickle.dump(1)); show('d3',lambda:pickle.dumps()); show('d4',lambda:pickle.dumps(1,2,3)); show('d5',lambda:pickle.dumps(1,fix_imports=0,protocol=1)); show('l1',lambda:pickle.load(5)); show('l2',lambda:pickle.loads(5)); show('l3',lambda:pickle.loads('a')); show('l4',lambda:pickle.loads()); show('l5',lambda:pickle.Unpickler(5)); show('l6',lambda:pickle.Unpickler()); show('l7',lambda:pickle.loads(b'N.',encoding=5)); show('l8',lambda:pickle.loads(b'N.',errors=5)); show('l9',lambda:pickle.loads(bytearray(b'N.'))); show('l10',lambda:pickle.loads(memoryview(b'N.xx'))); show('l11',lambda:pickle.Unpickler(io.StringIO('N.')).load())
class NoInit(pickle.Pickler):
    def __init__(s): pass
class NoInitU(pickle.Unpickler):
    def __init__(s): pass
show('ni',lambda:NoInit().dump(1)); show('niu',lambda:NoInitU().load()); show('ni2',lambda:NoInit().memo); show('niu',lambda:NoInitU().find_class('builtins','int'))
