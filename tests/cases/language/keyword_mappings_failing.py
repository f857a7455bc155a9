# `**mapping`, update() and dict() of mappings whose keys() or [] fail.
class K:
    def keys(self): return 5
class K4:
    def keys(self): raise AttributeError('zz')
class K5:
    def keys(self): return ['a']
    def __getitem__(s,k): raise KeyError(k)
class K6:
    def keys(self): return ['a']
    def __getitem__(s,k): raise KeyError(1,2)
class K7:
    def keys(self): return ['a']
    def __getitem__(s,k): raise AttributeError('q')
class K8:
    def keys(self): return iter(['a','a'])
    def __getitem__(s,k): print('get',k); return 1
class K9:
    def keys(self):
        yield 'a'
        yield 1/0
    def __getitem__(s,k): print('get',k); return 1
class K10:
    keys=None
def f(**k): return k
def t(src):
    try: print(src, eval(src))
    except Exception as e: print(src, type(e).__name__, e, e.__context__)
for c in [K,K4,K5,K6,K7,K8,K9,K10]:
    for s in ['f(**c())','{**c()}','{}.update(c())','dict(c())','dict([],**c())','f(z=1,**c())']: print(c.__name__,end=' '); t(s)
