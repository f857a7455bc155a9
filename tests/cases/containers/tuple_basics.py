# Tuples: operators, methods, hash, comparison.
t = (1, "a", 2.5, 1)
print(t, len(t), t[0], t[-1], t[1:3], t[::-1], t.count(1), t.index("a"))
print((), (1,), ((),), t + (2,), (1, 2) * 2, 0 * (1,), tuple("abc"), tuple([1, 2]))
print((1, 2) < (1, 3), (1,) < (1, 0), () < (1,), (1, 2) == (1.0, 2.0), (2,) > (1, 9, 9))
print(hash((1, 2)) == hash((1.0, 2)), hash(()) == hash(tuple()), hash((1, 2, 3)))
print({(1, 2): "pair"}[(1, 2)], t[:] is t, tuple(t) is t)
for action in (lambda: t["a"], lambda: t[9], lambda: t.index(9), lambda: t + [1], lambda: hash(([],))):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
