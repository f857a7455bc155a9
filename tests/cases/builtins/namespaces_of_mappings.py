# dir() where the namespace is any mapping; names of files for compile(); sorted attributes of methods.
def t(s,*a):
    try: print(s, eval(s,*a))
    except BaseException as e: print(s,type(e).__name__,e)
class M:
    def __getitem__(s,k): raise KeyError(k)
t('dir()',{},M())
class M2(M):
    def keys(s): return [3,1,2]
t('dir()',{},M2())
class M3(M):
    def keys(s): return 5
t('dir()',{},M3())
class M4(M):
    def keys(s): return ['a',1]
t('dir()',{},M4())
class M5(M):
    def keys(s): return iter('ba')
t('dir()',{},M5())
class M6(dict):
    def keys(s): return iter('ba')
t('dir()',{},M6())
class M:
    def __getitem__(self, key):
        print('get',key)
        if key == 'a': return 12
        raise KeyError
    def __setitem__(self, key, value): self.results = (key, value)
    def keys(self): return list('xyz')
m=M(); g=globals()
def u(s,*a):
    try: exec(s,*a); print(s, m.results if not s.endswith('globals()') else '')
    except BaseException as e: print(s,type(e).__name__,e)
u('z = a',g,m); u('z = b',g,m); u('z = dir()',g,m); u('z = locals() is m',g,m)
for f in (bytearray(b'x'),memoryview(b'x'),[1],3,None):
    try: compile('1',f,'exec')
    except Exception as e: print(type(e).__name__,e)
class P:
    def __fspath__(s): return bytearray(b'q')
try: compile('1',P(),'exec')
except Exception as e: print(type(e).__name__,e)
class B(bytes): pass
print(compile('1',B(b'ab'),'exec').co_filename)
class T:
    def __init__(self): self.b=1; self.a=2; self.é=3; self.B=3
print(T.__static_attributes__)
