# Messages about odd arguments.
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
a=[1,2]
def s1(): a[:]=int|str
def s2(): a[::2]=int|str
def s3(): a[:]=5
t(s1);t(s2);t(s3)
t(lambda: type(iter(list[int])))
t(lambda: 'x'.encode('\ud800')); t(lambda: 'x'.encode('a\0')); t(lambda: b'x'.decode('\ud800')); t(lambda: str(b'x','\0')); t(lambda: bytes('x','\ud800')); t(lambda:'x'.encode('utf-8','\0')); t(lambda:'x'.encode('utf-8','\ud800'))
t(lambda: int(bytearray(b'xyz'))); t(lambda: int(b'xyz\xff')); 
class B(bytes):
    def __repr__(s): return 'BB'
t(lambda: int(B(b'zz')))
t(lambda: {1}.issuperset([set()])); t(lambda: set()<=frozenset()); t(lambda: {frozenset()}.issuperset([set()]))
class V:
    def __index__(s): return 'q'
class W:
    def __index__(s): 1/0
t(lambda: V() in b'ab'); t(lambda: W() in bytearray(b'a')); t(lambda: 10**30 in b''); t(lambda: -1 in b''); t(lambda: (int|str) in b'a'); t(lambda: b'ab'.index(int|str)); t(lambda: b'a'.find(W())); t(lambda: None in b'a')
t(lambda: '{:{}}-{:{}}'.format('x', 2**31)); t(lambda: '{:{}}'.format('x', 2**63)); t(lambda: '{:{}}-{}'.format('x',2**20)) 
class A:
    def __init_subclass__(cls, **kw): pass
class C(A):
    class D: pass
    def f(): 
        class E(A, x=1): pass
def mk():
    class Q: pass
    class R(Q, x=1): pass
t(mk)
class M(type):
    def __init_subclass__(cls): 1/0
t(lambda: type('X',(),{},a=1))
async def af(x):
    async for i in []: pass
def drive(c):
    try: c.send(None)
    except StopIteration as e: return e.value
t(lambda: drive(af(1)))
async def ag():
    async for i in [1,2]: pass
t(lambda: drive(ag()))
async def ah():
    async with []: pass
t(lambda: drive(ah()))
