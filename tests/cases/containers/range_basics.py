# Ranges are sequences computed on demand.
r = range(2, 20, 3)
print(r, len(r), list(r), r[0], r[-1], r[1:3], r[::-1], 5 in r, 6 in r, 5.0 in r, "5" in r)
print(r.index(8), r.count(8), r.count(9), r.start, r.stop, r.step, list(reversed(r)))
print(range(5), range(0), range(5, 1), list(range(5, 0, -2)), bool(range(0)), bool(range(1)))
print(range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2), hash(range(0)) == hash(range(9, 1)))
print(range(10)[2:100:3], range(10)[-100:4], range(10)[::-3], range(True))
for action in (lambda: r[7], lambda: r["a"], lambda: range(1, 2, 0), lambda: range(1.5), lambda: r.index(3), lambda: range(), lambda: range(3) < range(4)):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
