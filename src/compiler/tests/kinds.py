"""Every kind of statement, expression and pattern once or more."""
from __future__ import annotations
import a, b.c, d.e as f
from . import g
from ..h import i as j, k
from l import *


def plain(a, b=1, /, c=2, *args: int, d, e=(1, 2), **kw) -> str:
    global G
    """not a docstring"""
    G = a if b else c
    x: int = 1
    y: list[int]
    (z): str = "z"
    kw["a"].b[c:d, ::e] = x = [y, z] = a, *b = args
    del x, kw["a"], a.b, (c, [d])
    x += 1
    a.b.c -= 2
    a[b] **= c
    a[b][c:d] //= e
    a, b = b, a
    a[0], b.x = b.x, a[0]
    a, a = 1, 2
    (a, b), [c, *d] = e
    assert a, b
    assert (c and d) or not e
    pass
    return lambda x, *, y=a: (x, y, (yield))


def loops(n):
    while n:
        if n == 1:
            break
        elif n == 2:
            continue
        elif n > 3:
            pass
        else:
            return n
        n -= 1
    else:
        n = 0
    for i, (j, *k) in n:
        for a[i] in j:
            if k:
                break
        else:
            continue
        try:
            return i
        finally:
            break
    while True:
        try:
            with a as b, c as (d, e), f:
                return b
        except (A, B) as e:
            return e
        except C:
            continue
        except:
            raise
        else:
            return 1
        finally:
            try:
                return 2
            finally:
                while 1:
                    break
    while 1 < n < 3 != f(n) in (1, 2, 3) is not None:
        n = n < 1 < f() < 2


def raising():
    try:
        raise
    except* A as e:
        raise e from None
    except* (B, C):
        for x in y:
            break
    else:
        raise A
    finally:
        raise B(1) from C


class Klass(Base, *bases, metaclass=M, **kw):
    """doc"""
    x: int = 1
    y = [x for x in range(3) if x for z in x]

    @property
    @deco(1)
    def __private(self):
        self.__x = __class__
        return super().__private

    class Inner:
        def m(self):
            return x

    async def co(self):
        async with a as b, c:
            await d
        async for i in e:
            if i:
                break
            yield i
        else:
            yield
        return

    type Alias[T] = dict[T, x]


class Generic[T: int, U: (int, str) = str, *Ts = *tuple[int], **P = [int]](Base[T], *more, k=1):
    def m[V](self, x: V = 1, *, y: T = 2) -> U:
        return T, V

    type X = T


type Plain = list[Plain]


def generic[T](x: T) -> T:
    nonlocal_ = x

    def inner():
        nonlocal nonlocal_
        nonlocal_ = T
        del nonlocal_

    return inner


def generator(x):
    y = yield
    y = yield x
    yield from x
    z = yield from y
    try:
        yield
    except GeneratorExit:
        return z
    return [(yield), (yield x)]


async def comprehensions(x):
    a = [i async for i in x if await i]
    b = {await i for i in x}
    c = {i: j async for i, j in x for k in j if k if i}
    d = (i async for i in x)
    e = (await i for i in x)
    f = [[(i, j, k) for j in i] for i in x]
    g = [lambda: i for i in x]
    h = [last := i for i in x]
    return [y := 1, y**2], a, b, c, d, e, f, g, h, last


def expressions(a, b, *c, **d):
    t = a + b - 1 * 2 / 3 // 4 % 5 @ b << 1 >> 2 & 3 | 4 ^ ~5 ** -6
    t = not a, +a, -a, ~a, 1 + 2, "a" "b", -1.5, 1j, 10**30, (1, (2, 3)), ...
    t = a and b or c and not d
    t = a if b and c else d or a
    t = {}, {1: 2, **d, 3: 4}, {1, *c}, [*c], (*c, 1), {**d}
    t = a.b.c(), a.b(1, k=2), a(*c), a(1, *c, 2, *b), a(**d), a(x=1, **d, y=2), a(*c, **d)
    t = a[1], a[b:c], a[b:c:d], a[:, 1], a[()], a[*c]
    t = f"", f"a", f"{a}", f"{a!r:>{b}}x{c=}", f"{a:{b}{c}}", b"x", f"{{{a}}}"
    t = a in [1, 2], b not in {1, 2}, a is None, b is not c, a in (1,)
    t = (a := b) + a, [a := 1, a], (b, (b := 2))
    if a is None and b is not None or not (c in d and c not in a):
        t = __debug__
    if (x := a) > 1 and x < 2:
        t = x
    return locals() if a < b <= c else None


def matching(x):
    match x:
        case 1 | -2.5 | "a" | b"b" | 1 + 2j | None | True:
            return 1
        case [a, Point(x=0, y=b), *rest] if rest:
            return a, b, rest
        case [1, *_, c] | [c, 2, *_]:
            return c
        case {"k": v, Color.RED: [w], **others} if v > w:
            return others
        case {}:
            return 0
        case Foo(a, b=str() as s) | Bar([s, a]):
            return a, s
        case (q, r) as t:
            return t
        case str():
            return "str"
        case [*_]:
            return []
        case [_, _]:
            pass
        case _:
            pass
    match x, 1:
        case y:
            print(y)
    for i in x:
        match i:
            case 1:
                break
            case [z]:
                continue


if __debug__:
    x = 1
elif 0:
    x = yield_ = 2
while 0:
    x = 3
else:
    x = 4
