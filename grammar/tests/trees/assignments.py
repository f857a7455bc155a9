a = 1
a = b = c, d
(a) = [b, *c] = (d, (e, *f.g)) = h[0]
a: int
a: int = 1
(a): int = 1
a.b: str = yield_
a[b]: list = [1]
a += 1; b -= 2; c @= d
e //= f; g **= h; i >>= j; k <<= l; m &= n; o ^= p; q |= r; s %= t; u /= v; w *= x
x = y = yield_,
*a, = b
[] = () = c
del a, b.c, d[0], (e, [f]), ()
del g,
