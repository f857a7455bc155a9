# options: -W ignore
"""array: items of every kind, methods, slices, buffers, pickles."""
import array, sys, copy
try: import pickle
except ImportError: pass
from array import array as A
def mask(s):
    out=''; parts=s.split('0x')
    out=parts[0]
    for p in parts[1:]:
        i=0
        while i<len(p) and p[i] in '0123456789abcdef': i+=1
        out+='0x'+p[i:]
    return out

def show(lab, f):
    try: r=ascii(f())
    except BaseException as e: r=f'{type(e).__module__}.{type(e).__name__}: {e}'
    print(lab, mask(r))
print(array.typecodes)
class Sub(A): pass
class I:
    def __index__(s): return 5
class Fl:
    def __float__(s): return 1.5
for c in 'bBuwhHiIlLqQfd':
    for v in [0,-1,128,-129,256,32768,65536,2**31,-2**31-1,2**32,2**63,-2**63-1,2**64,1.5,'a','ab','',b'a',None,True,I(),Fl(),1e300,1e39,'\U0001f600','\ud800']:
        show(f'{c} {v if not hasattr(v,"__dict__") else type(v).__name__!r}'.encode('ascii','backslashreplace').decode(), lambda: A(c,[v]))
for args in [(),('b',),('b',1),('b',[1,2],3),('x',),(1,),('bb',),(b'b',),('b','abc'),('u','abc'),('w','abc'),('b',b'\x01\x02'),('i',b'\x01\x02\x03'),('i',b'\x01\0\0\0'),('b',bytearray(b'ab')),('h',bytearray(b'ab')),('b',A('h',[1,2])),('b',A('h',[1000])),('u',A('i',[1])),('b',A('u','a')),('i',A('f',[1.5])),('f',A('i',[1])),('b',range(3)),('b',(1,2)),('b',None),('u',['a','b']),('w',[1]),('b',{1:2}),('d',[1,2]),('u',A('w','x')),('w',A('u','x')),('b','')]:
    show(f'new {args!r}', lambda: A(*args))
show('kw', lambda: A('b',[1],x=2)); show('kw2', lambda: A(typecode='b')); show('subkw', lambda: Sub('b',[1],x=2)); show('sub', lambda: (Sub('b',[1]), type(Sub('b',[1])[:]), type(Sub('b')+A('b')), type(Sub('b')*2), type(copy.copy(Sub('b')))))
a=A('i',[1,2,3])
for n,f in dict(append=lambda:a.append(4),appends=lambda:a.append('x'),rep=lambda:a,ext=lambda:a.extend([5,6]),exta=lambda:a.extend(A('i',[7])),extb=lambda:a.extend(A('h',[7])),exts=lambda:a.extend('x'),extn=lambda:a.extend(5),exts2=lambda:a.extend([1,'x']),rep2=lambda:a,ins=lambda:a.insert(0,9),ins2=lambda:a.insert(-1,9),ins3=lambda:a.insert(100,9),ins4=lambda:a.insert(-100,8),rep3=lambda:a,pop=lambda:a.pop(),pop0=lambda:a.pop(0),popx=lambda:a.pop(100),popm=lambda:a.pop(-2),popa=lambda:a.pop('a'),rem=lambda:a.remove(9),remx=lambda:a.remove(99),idx=lambda:a.index(3),idxs=lambda:a.index(3,1),idxx=lambda:a.index(99),idxr=lambda:a.index(3,0,1),idxn=lambda:a.index(3,-100,100),cnt=lambda:a.count(9),cnts=lambda:a.count('x'),cntf=lambda:a.count(3.0),cont=lambda:(3 in a,'x' in a,3.0 in a),rev=lambda:a.reverse(),rep4=lambda:a,tol=lambda:a.tolist(),tob=lambda:a.tobytes(),bi=lambda:a.buffer_info()[1],bs=lambda:a.byteswap(),rep5=lambda:a,bs2=lambda:a.byteswap(),fb=lambda:a.frombytes(b'\1\0\0\0'),fb2=lambda:a.frombytes(b'abc'),fbs=lambda:a.frombytes('abc'),fbi=lambda:a.frombytes(5),fl=lambda:a.fromlist([1,2]),flx=lambda:a.fromlist([1,'a']),fln=lambda:a.fromlist((1,)),rep6=lambda:a,tou=lambda:a.tounicode(),fu=lambda:a.fromunicode('x'),tc=lambda:(a.typecode,a.itemsize),hash=lambda:hash(a),iter=lambda:type(iter(a)),itr=lambda:iter(a).__reduce__(),gi=lambda:a[0],gi2=lambda:a[-1],gix=lambda:a[100],gis=lambda:a['x'],gif=lambda:a[1.0],sl=lambda:a[1:3],sl2=lambda:a[::2],sl3=lambda:a[::-1],si=lambda:a.__setitem__(0,7),six=lambda:a.__setitem__(100,7),sit=lambda:a.__setitem__(0,'x'),siz=lambda:a.__setitem__('x',1),ss=lambda:a.__setitem__(slice(0,2),A('i',[4,5,6])),rep7=lambda:a,ssl=lambda:a.__setitem__(slice(0,2),[1]),ssh=lambda:a.__setitem__(slice(0,2),A('h',[1])),sst=lambda:a.__setitem__(slice(0,4,2),A('i',[70,80])),sst2=lambda:a.__setitem__(slice(0,4,2),A('i',[70])),rep8=lambda:a,ssself=lambda:a.__setitem__(slice(1,2),a),rep9=lambda:a,di=lambda:a.__delitem__(0),dix=lambda:a.__delitem__(100),ds=lambda:a.__delitem__(slice(0,2)),ds2=lambda:a.__delitem__(slice(None,None,2)),ds3=lambda:a.__delitem__(slice(None,None,-2)),rep10=lambda:a,add=lambda:a+A('i',[1]),addh=lambda:a+A('h',[1]),addl=lambda:a+[1],radd=lambda:[1]+a,mul=lambda:a*2,muln=lambda:a*-1,mulx=lambda:a*'x',rmul=lambda:2*a,mulb=lambda:a*2**62,mulbb=lambda:a*2**70,iadd=lambda:a.__iadd__(A('i',[1])),iaddh=lambda:a.__iadd__(A('h',[1])),iaddl=lambda:a.__iadd__([1]),imul=lambda:a.__imul__(2),imul0=lambda:a.__imul__(0),rep11=lambda:a, clear=lambda:a.clear(),popE=lambda:a.pop(),emp=lambda:a,).items():
    show(n,f)
for x,y in [(A('i',[1,2]),A('i',[1,2])),(A('i',[1,2]),A('h',[1,2])),(A('i',[1,2]),A('d',[1,2])),(A('i',[1,2]),A('i',[1,3])),(A('i',[1]),A('i',[1,3])),(A('i',[1]),[1]),(A('u','ab'),A('u','ac')),(A('d',[float('nan')]),A('d',[float('nan')])),(A('B',[200]),A('b',[-56])),(A('Q',[1]),A('q',[2])),(A('u','a'),A('i',[1])),(A('i'),A('d'))]:
    import operator
    for op in ('eq','ne','lt','le','gt','ge'):
        show(f'{op} {x} {y}', lambda: getattr(operator,op)(x,y))
for t in 'bBuwhHiIlLqQfd':
    a=A(t, 'ab' if t in 'uw' else [1,2])
    show('repr',lambda:a); show('red',lambda:a.__reduce_ex__(2)); show('red3',lambda:a.__reduce_ex__(3)); show('bs',lambda:(a.byteswap(),a.tobytes())); a.byteswap(); show('mv',lambda:(memoryview(a).format,memoryview(a).itemsize,memoryview(a).tobytes(),memoryview(a).readonly,memoryview(a).obj is a)); show('mvl',lambda:memoryview(a).tolist())
    def f(): m=memoryview(a); m[0]=m[1]; return a
    show('mvs',f)
    for p in range(6): show('pickle',lambda:pickle.dumps(a,p)); show('unp',lambda:pickle.loads(pickle.dumps(a,p))==a)
a=A('i',[1,2,3])
m=memoryview(a)
for n,f in dict(app=lambda:a.append(1),ext=lambda:a.extend([1]),exta=lambda:a.extend(a),pop=lambda:a.pop(),ins=lambda:a.insert(0,1),rem=lambda:a.remove(1),sl=lambda:a.__setitem__(slice(0,1),A('i')),sls=lambda:a.__setitem__(slice(0,1),A('i',[5])),dl=lambda:a.__delitem__(0),im=lambda:a.__imul__(2),im1=lambda:a.__imul__(1),im0=lambda:a.__imul__(0),fb=lambda:a.frombytes(b'abcd'),fb0=lambda:a.frombytes(b''),clr=lambda:a.clear(),fl=lambda:a.fromlist([]),fl2=lambda:a.fromlist([1]),bsw=lambda:a.byteswap(),rev=lambda:a.reverse(),dle=lambda:a.__delitem__(slice(0,0)),iadd=lambda:a.__iadd__(A('i'))).items(): show('exp '+n,f)
m.release()
show('rec',lambda: array._array_reconstructor(A,'i',array._array_reconstructor.__name__ and 8,b'\1\0\0\0'))
R=array._array_reconstructor
for args in [(A,'b',0,b'\1\xff'),(A,'b',1,b'\1\xff'),(A,'B',2,b'\0\1\0'),(A,'B',2,b'\0\1\2\3'),(A,'i',3,b'\0\1\2\3'),(A,'i',5,b'\0\1\2\3'),(A,'l',9,b'\0\1\2\3'),(A,'l',10,b'\0\0\0\0\0\0\0\5'),(A,'d',14,b'\0'*4+b'\0\0\xf0\x3f'),(A,'d',15,b'\x3f\xf0'+b'\0'*6),(A,'f',16,b'\0'*8),(A,'d',17,b'\x3f\xf0'+b'\0'*6),(A,'u',18,b'a\0'),(A,'u',19,b'\0a'),(A,'u',20,b'a\0\0\0'),(A,'u',21,b'\0\0\0a'),(A,'w',21,b'\0\0\0a'),(A,'b',22,b''),(A,'b',-1,b''),(A,'x',1,b''),(A,'b',1,'a'),(int,'b',1,b''),(5,'b',1,b''),(A,'b',0,5),(Sub,'b',1,b'a'),(A,'i',8,b'abc'),(A,'bb',1,b''),(A,'h',0,b'\1'),(A,'b',5,b'\0\0\1\0'),(A,'Q',13,b'\xff'*8),(A,'Q',12,b'\xff'*8),(A,'d',8,b'\1\0\0\0')]:
    show(f'rec {args[1:]}',lambda:R(*args))
it=iter(A('i',[1,2])); show('it',lambda:(next(it),it.__reduce__(),it.__setstate__(0),list(it),it.__reduce__(), next(it,None)))
it=iter(A('i',[1,2])); show('itst',lambda:(it.__setstate__(-5),next(it),it.__setstate__(50),next(it,None)))
show('itst',lambda:iter(A('i')).__setstate__('a')); show('itn',lambda:type(it)());
import io
f=io.BytesIO(); show('tof',lambda:A('i',[1,2]).tofile(f)); f.seek(0); b=A('i'); show('frf',lambda:(b.fromfile(f,1),b)); show('frf',lambda:b.fromfile(f,5)); show('b',lambda:b); show('frn',lambda:b.fromfile(f,-1)); show('frb',lambda:b.fromfile(5,1)); show('frz',lambda:b.fromfile(io.StringIO('abcd'),1)); show('frbig',lambda:b.fromfile(f,2**62)); show('tofx',lambda:A('i',[1]).tofile(5))
u=A('u','ab\U0001f600'); show('u',lambda:(u,u.tounicode(),u[2],u.tobytes(),u.fromunicode('x'),u)); show('ux',lambda:u.append('xx')); show('ux',lambda:u.append(1)); show('ufu',lambda:u.fromunicode(1)); show('wbad',lambda:A('w',b'\xff\xff\xff\xff')); show('ubad',lambda:A('u',b'\xff\xff\xff\xff')); show('ubad1',lambda:A('w',b'\0\0\x11\0').tounicode()); show('wi', lambda: A('w',b'\xff\xff\xff\xff')[0]); show('wt',lambda:A('w',b'\xff\xff\xff\xff').tolist()); show('wd8',lambda:A('w',b'\0\xd8\0\0'))
x=Sub('i',[1]); x.attr=5; show('subred',lambda:x.__reduce_ex__(3)); show('subcopy',lambda:(copy.copy(x).__class__,copy.deepcopy(x).__class__)); show('subp',lambda:[pickle.loads(pickle.dumps(x,p)).attr for p in range(6)]); show('redbad',lambda:x.__reduce_ex__('a')); show('red',lambda:A('i').__reduce__()); show('cls',lambda:A[int]); show('gi',lambda:A('b',[1])['a':]); show('bytes',lambda:(bytes(A('h',[1])),bytearray(A('h',[1])),bytearray(b'a')+A('h',[1]),b'a'+A('h',[1]),b'\1\0'==A('h',[1]),A('h',[1])==b'\1\0', b'\1' in b'a', b'ab'.find(A('b',b'b')), b''.join([A('h',[1])]))); show('setm',lambda:A('b').__setattr__('x',1)); show('ba2',lambda:bytearray.__len__(A('B'))); show('isin',lambda:(isinstance(A('b'),bytearray),A.__mro__)); show('int',lambda:int(A('B',b'12'))); show('fl',lambda:float(A('B',b'12'))); show('ord',lambda:ord(A('B',b'1'))); show('sum',lambda:sum([],A('B'))); show('match',lambda:[1 for _ in [0] if (lambda s: (lambda: 1)())(0)]); show('cmp',lambda:A('b')<5); show('rsub',lambda:A('b')-1); show('mod',lambda:A('B',b'%d')%(1,)); show('str',lambda:str(A('B',b'abc'),'ascii')); show('dec',lambda:A('b').decode()); show('io',lambda:(lambda a:(io.BytesIO(b'abcd').readinto(a),a))(A('B',[0]*3))); show('hexi',lambda:A('h',[1,2]).hex()); import collections.abc; show('abc',lambda:(isinstance(A('b'),collections.abc.MutableSequence))); show('insb',lambda:A('b').insert('a',1)); show('insn',lambda:A('b').insert(2**70,1)); show('idx',lambda:A('b',[1]).index(1,'a')); show('ArrayType',lambda:array.ArrayType is A); show('delattr',lambda: A('b').__class_getitem__); show('rev', lambda: list(reversed(A('i',[1,2])))); show('m', lambda: (lambda s: [*s])(A('u','ab')))
