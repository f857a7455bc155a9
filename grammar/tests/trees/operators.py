a or b and c or not d
not not a
a < b <= c == d != e > f >= g is h is not i in j not in k
a | b ^ c & d << e >> f + g - h * i / j // k % l @ m
-a ** -b ** ~c
(a + b) * (c - d)
a - (b - c) - d
a if b else c if d else e
(a := b)
await_ ** 2
x[a], x[a, b], x[a:b], x[a:b:c], x[:], x[::], x[a:, :b, c], x[*a], x[*a, b], x[a,], x[(a, b)], x[a := 1]
(a)(b), (a).b, (a)[b]
((a)) + ((b))
a.b.c.d
+ - ~ a
a + \
    b
