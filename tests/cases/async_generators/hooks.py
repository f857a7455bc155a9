# sys.set_asyncgen_hooks: who is told of a generator's first step and of its end.
import sys
log=[]
def first(a): log.append(('first', a.__name__))
def fin(a): log.append(('fin', a.__name__)); 
old=sys.get_asyncgen_hooks(); print(old, old.firstiter, old.finalizer, len(old), tuple(old))
sys.set_asyncgen_hooks(first, fin)
print(sys.get_asyncgen_hooks().firstiter is first)
async def g():
    yield 1
def run(c):
    try:
        while True: c.send(None)
    except StopIteration as e: return e.value
a=g(); print(log); s=a.__anext__(); print(log); s.close(); del s; del a; print(log)
a=g(); run(a.__anext__()); del a; print(log)
a=g(); run(a.__anext__()); run(a.aclose()); del a; print(log)
a=g(); del a; print(log)
for args in [dict(firstiter=1), dict(finalizer=1), dict(firstiter=None, finalizer=3)]:
    try: sys.set_asyncgen_hooks(**args)
    except TypeError as e: print(e)
print(sys.get_asyncgen_hooks().firstiter is first)
sys.set_asyncgen_hooks(firstiter=None); print(sys.get_asyncgen_hooks().firstiter)
