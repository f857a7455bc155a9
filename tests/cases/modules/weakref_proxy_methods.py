# What a proxy passes on that is no slot.
import weakref
class C:
    def __reversed__(s): return iter('cba')
    def __bytes__(s): return b'x'
    def __radd__(s,o): return 'radd'
c=C(); p=weakref.proxy(c)
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t(lambda: list(reversed(p))); t(lambda: bytes(p)); t(lambda: 1+p); t(lambda: p.__bytes__()); t(lambda: list(p.__reversed__()))
class D:
    def __len__(s): return 2
    def __getitem__(s,i): return i
d=D(); q=weakref.proxy(d)
t(lambda: list(reversed(q))); t(lambda: bytes(q));t(lambda:1+q);t(lambda: type(q).__bytes__); t(lambda: type(q).__reversed__)
del c; t(lambda: bytes(p)); t(lambda: reversed(p)); t(lambda: 1+p)
