[x for x in y]
[x async for x in y if a if b or c for z, *w in x]
{x for x in y}
{x: y for x, y in z}
(x for x in y)
[(yield_) for a.b in c]
[x := 1 for y in z]
[lambda: x for x in y if (lambda: z)]
{**a, 'b': c, **d}
{*a, b, *c}
{}
[]
()
(a,)
(*a, b)
[[[]]]
