# Sources from trees: precedence, quotes, blank lines, statements.

import ast

for source in ['a or b or not c', '(a and b) or c', '(-1) ** 2, 2 ** -1, (a ** b) ** c', '-(1 + 2) * 3',
               'not (a in b)', '(yield)', 'x = yield 1', 'await x ** 2', '(lambda: 1)()', 'a[1:2, ::3]',
               'a[()], a[b,], a[*b]', '1 .real, 1.5.real, True.x', '()', '(1,)', 'x = *a, b', '{*a}', '{**a, 1: 2}',
               'f(*a, **b, c=(d for d in e))', 'x if y else (z if w else v)', '(x if y else z) if w else v',
               'a < b == c is not d not in e', '1e400, -1e400j, 1 + 2j', "'it''s', \"it's\", '\"', '\\n\\t\\\\'",
               'b"a\\x00\'"', '"\\u200b é \\ud800"', 'u"a"', '...', 'f"{a!r:>{b}}{{}}"', "f'{x['a']}\\n'",
               'f"{ {1: 2} }"', 'f"{(lambda: 1)}"', '[x async for x in y if z if w]', '{k: v for k, v in x}',
               '(a := 1)', 'a[b := 1]', 'lambda a, /, b=1, *c, d=2, **e: 0', '~(a | b) & c ^ d << e']:
    print(ast.unparse(ast.parse(source)))

print(ast.unparse(ast.parse('''
"""Doc
of 'module'"""
import a.b as c, d
from .. import e as f
from .g import *
@deco
class C[T: int = str, *Ts, **P](B, metaclass=M):
    """doc"""
    x: int = 1
    (y): str
    def m(self, /, *, k: int = 2) -> None: pass
async def f(*a: *Ts):
    async with a as b, c: pass
    async for d in e: break
    else: continue
if a: pass
elif b: pass
else:
    if c: pass
    d
while a: x += 1
else: del a, b
try: pass
except (A, B) as e: raise X from e
except: raise
else: pass
finally: pass
try: pass
except* G: pass
match a:
    case 1 | -2 | None as q if r: pass
    case [a, *_, b] | (c,): pass
    case {"k": v, 1: _, **rest}: pass
    case Cls(x, y=z): pass
global g, h
assert a, b
type A[T] = list[T]
for x, y in z: return
''')))
print(ast.unparse(ast.Module([ast.Pass(), ast.FunctionDef('f', ast.arguments(), [ast.Pass()], lineno=1)], [])))
print(ast.unparse(ast.Set([])), ast.unparse([ast.Pass(), ast.Break()]), repr(ast.unparse(ast.Add())))
