# Whatever a program does to a tree, compiling it gives code or an exception of Python.

import ast
import random
import sys
import warnings

from _mutate import mutate, nodes_of

SOURCE = '''
import a.b as c, d
from ..e import *
from f import g as h
x: int = 5
(y): str
async def afn(p, /, q: int = 1, *r: int, s, t=2, **u) -> None:
    "doc"
    async for i in p: await i
    async with q as (j, k), r: yield
    return
    [z async for z in p if z]
class C[T: int = str, *Ts, **P](B, metaclass=M, **kw):
    __slots__ = ()
    def m(self): return super().m() + __class__
    v = [w for w in self for v in w if v]
@deco
def f[T](a=1, *, b=2):
    nonlocal_ = 1
    def g():
        nonlocal nonlocal_
        global glob
        nonlocal_ = glob = lambda *a, k=1, **b: (yield)
        del glob
    return f"{a!r:>{b}} {b} x" "y"
type A[T] = list[T]
for i, *j in k:
    if i: break
    elif j: continue
    else: pass
else: pass
while (n := 5) > 3 < 2 is not None: pass
try: pass
except (E, F) as e: raise X from e
except: raise
else: pass
finally:
    with a: pass
try: pass
except* G: pass
match a, b:
    case 1 | -2 | 3+4j | "s" | None as q: pass
    case [a, *_, b] if c: pass
    case {"k": v, 1: _, **rest}: pass
    case Cls(x, y=z) | d.e: pass
a[1:2, ::3, *b] += {**c, 1: 2}, {*d, 3}, {k: v for k, v in x}, {s for s in t}, (g for g in h)
assert not a and b or ~c, d if e else f
print(*a, **b, c=d)
x = y[1] = z.w = (yield_, [*q, r]) = 1j, b"x", ..., True
'''
warnings.simplefilter('ignore')
allowed = (ValueError, TypeError, SyntaxError, OverflowError, RecursionError, SystemError,
           MemoryError, UnicodeEncodeError, RuntimeError)
rng = random.Random(7)
compiled = refused = 0
pool = nodes_of(ast.parse(SOURCE))
for turn in range(int(sys.argv[1]) if len(sys.argv) > 1 else 400):
    tree = ast.parse(SOURCE)
    if turn % 3 == 0:
        # A small tree goes further before something else in it is refused.
        tree.body = [rng.choice(tree.body)]
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        mutate(rng, tree, pool)
    try:
        compile(tree, 'tree', 'exec', optimize=rng.choice((0, 2)))
        compiled += 1
    except allowed:
        refused += 1
    try:
        ast.unparse(tree)
    except Exception:
        pass
print(compiled > 20, refused > 20)  # expect: True True
