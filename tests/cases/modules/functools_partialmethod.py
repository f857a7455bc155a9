# normalise: addr
# functools.partialmethod on functions, class and static methods
from functools import *
def f(*a, **k): return a, k
class C:
    def set(self, name, value=0, **k): return name, value, k
    on = partialmethod(set, 'on', value=1)
    more = partialmethod(on, extra=2)
    @classmethod
    def make(cls, x, y): return cls.__name__, x, y
    half = partialmethod(make, 1)
    stat = partialmethod(staticmethod(f), 1)

TEXTS = r'''C().on()
C().on(value=5)
C().more()
C.on(C(), q=1)
C.half(2)
C().half(2)
C().stat(2)
partialmethod(1)
repr(partialmethod(f,1,k=2))
C.__dict__['more'].args
C.__dict__['more'].func is C.set'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
