"""pickle: frames, batches, the memo, persistent ids, buffers."""
import io
import pickle
import weakref
def mask(s):
    out=''; parts=s.split('0x')
    out=parts[0]
    for p in parts[1:]:
        i=0
        while i<len(p) and p[i] in '0123456789abcdef': i+=1
        out+='0x'+p[i:]
    return out
class A:
    class B:
        class C:
            class D: pass

for p in (0,1,2,3,4): print(pickle.dumps(A.B.C.D,p))
for p in (2,): print(pickle.dumps([A.B.C.D,A.B.C,A.B,A],p))
import copyreg
copyreg.add_extension('__main__','A.B',5); print(pickle.dumps([A.B,A.B],2),pickle.dumps(A.B,1)); print(pickle.dumps(A.B.C,2))
def frames(b):
    i=2; out=[]
    import struct
    while i<len(b):
        if b[i]==0x95:
            n=struct.unpack_from('<Q',b,i+1)[0]; out.append((i,n)); i+=9+n
        else: out.append((i,b[i:i+8])); break
    return out
print(frames(pickle.dumps(list(range(100000)),4)))
print(frames(pickle.dumps(['x'*70+str(i) for i in range(2000)],4)))
print(frames(pickle.dumps(tuple([None]*200000),4)))
s='abc'; print(frames(pickle.dumps([s]*200000,4)))
print(frames(pickle.dumps([b'y'*65535,b'z'*65536,5,b'w'*70000],4)), len(pickle.dumps([b'y'*65535,b'z'*65536,5,b'w'*70000],4)))
print(frames(pickle.dumps({i:{} for i in range(50000)},4)))
print(len(pickle.dumps({i:i for i in range(1000)},2)),pickle.dumps({i:i for i in range(1000)},2)[-8:], pickle.dumps({i for i in range(1000)},4)[-8:],pickle.dumps([0]*1000,2)[-8:],pickle.dumps([0]*2000,2)[-4:])
class L(list): pass
print(pickle.dumps(L([0]*1000),2)[-8:],pickle.dumps(L([0]*1001),2)[-8:])
import io
class W:
    def write(self,b): print('w',len(b),bytes(b[:12]), type(b))
pickle.dump([b'z'*70000,'q'*70000,5,bytearray(b'a'*70000),list(range(40000))],W(),5)
pickle.dump([b'z'*70000,1],W(),2)
pickle.dump(b'z'*70000,W(),3)
P=pickle.Pickler(io.BytesIO(),4); P.fast=True
l=[]; l.append(l)
try: P.dump(l)
except BaseException as e: print(type(e),mask(str(e)))
class PI(pickle.Pickler):
    def persistent_id(s,o): return 'pé' if o==5 else None
for p in (0,1):
    try:
        f=io.BytesIO(); PI(f,p).dump([5,6]); print(f.getvalue())
    except BaseException as e: print(type(e),e)
P=pickle.Pickler(io.BytesIO()); print(P.bin,P.fast,P.memo.copy(), P.memo.__reduce__(), hasattr(P,'dispatch_table'), pickle.Pickler.persistent_id); P.dump([1]); print(list(P.memo.copy().values()))
def t(f):
    try: print(mask(repr(f())))
    except BaseException as e: print(type(e).__name__,e)
t(lambda:setattr(P,'memo',5)); t(lambda:setattr(P,'memo',{1:2})); t(lambda:setattr(P,'memo',{1:(0,'x')})); t(lambda:list(P.memo.copy().values())); t(lambda:setattr(P,'bin','x')); t(lambda:setattr(P,'dispatch_table',5)); t(lambda:P.dispatch_table); t(lambda:delattr(P,'dispatch_table')); t(lambda:P.dispatch_table); t(lambda:delattr(P,'dispatch_table')); t(lambda:setattr(P,'persistent_id',len)); t(lambda:delattr(P,'persistent_id')); t(lambda:P.reducer_override); t(lambda:delattr(P,'memo')); t(lambda:P.clear_memo()); t(lambda:setattr(P,'x',1)); t(lambda:delattr(P,'persistent_id')); t(lambda:setattr(P,'memo',pickle.Pickler(io.BytesIO()).memo))
U=pickle.Unpickler(io.BytesIO(b'(lp0\n.')); t(lambda:U.load()); t(lambda:U.memo.copy()); t(lambda:setattr(U,'memo',{'a':1})); t(lambda:setattr(U,'memo',{-1:1})); t(lambda:setattr(U,'memo',5)); t(lambda:U.persistent_load(5)); t(lambda:U.find_class(1,2)); t(lambda:setattr(U,'persistent_load',len)); t(lambda:delattr(U,'persistent_load')); t(lambda:U.load()); t(lambda: delattr(U,'memo'))
B=pickle.PickleBuffer
for a in [(5,),('a',),(b'ab',),(bytearray(b'ab'),),(memoryview(b'abcd')[::2],),]:
    t(lambda:B(*a))
b=B(b'abc'); t(lambda:(b.raw(),b.raw().tobytes(),memoryview(b).obj,memoryview(b).readonly,bytes(b),b.raw().format)); t(lambda:b==b'abc'); t(lambda:hash(b)==object.__hash__(b)); t(lambda:len(b)); t(lambda:b[0]); t(lambda:b.release()); t(lambda:b.release()); t(lambda:b.raw()); t(lambda:memoryview(b)); t(lambda:B(memoryview(b'abcd')[::2]).raw()); t(lambda:pickle.dumps(B(memoryview(b'abcd')[::2]),5)); import array; t(lambda:B(array.array('i',[1])).raw().format); t(lambda:memoryview(B(array.array('i',[1]))).format); t(lambda:pickle.dumps(B(b'ab'),5)); t(lambda:pickle.dumps(B(bytearray(b'ab')),5)); l=[]; t(lambda:pickle.dumps([B(b'ab'),B(bytearray(b'c'))],5,buffer_callback=l.append)); t(lambda:l); t(lambda:pickle.loads(b'\x80\x05\x97\x98.',buffers=[b'a'])); t(lambda:pickle.loads(b'\x80\x05\x97\x98.',buffers=[bytearray(b'a')])); t(lambda:pickle.loads(b'\x80\x05\x97.',buffers=[])); t(lambda:pickle.loads(b'\x80\x05\x97.',buffers=5)); t(lambda:pickle.loads(b'\x80\x05\x97.',buffers=None)); t(lambda:pickle.loads(b'\x80\x05\x97.',buffers=[5])); t(lambda:B(memoryview(b'abcd').cast('B',[2,2])).raw().shape); t(lambda:weakref.ref(b)); ba=bytearray(b'a'); bb=B(ba); t(lambda:ba.append(1)); bb.release(); t(lambda:ba.append(1)); t(lambda:B.__new__(B,b'a').raw())
