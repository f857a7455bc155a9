def f(): pass
def f(a, /, b: int = 1, *args: *Ts, c, d=2, **kw: str) -> None: ...
def f(*, a): return a
def f(a=1, /, b=2): return
@a.b[c](d)
@e if f else g
@h := i
async def f(x,):
    await x
    async with a as b, c: pass
    async for d in e: pass
    else: pass
    return [f async for f in g], yield_
class A: pass
class A(): pass
class A(B, *C, metaclass=D, **E):
    x = 1;
    def f(self): pass
@a
class B[T: int = str, *Ts = *tuple[int], **P = [int]](C): pass
def f[T](x: T) -> T: pass
type X = int
type X[T, *Ts, **P] = Callable[P, T]
type = match = case = _ = 1
type(x)
lambda: 0
lambda a, /, b=1, *c, d, e=2, **f: (a, b)
lambda *, a: a
def g():
    global a, b
    nonlocal c
    yield
    yield a, *b
    yield from c
    x = yield
    x = yield y
