# Powers of floats: special cases of IEEE 754, complex results, overflow.
inf, nan = float('inf'), float('nan')
values = [0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 2.0, -2.0, 3.0, inf, -inf, nan]
for a in values:
    row = []
    for b in values:
        try:
            row.append(a ** b)
        except Exception as e:
            row.append(f'{type(e).__name__}: {e}')
    print(a, row)
for f in (lambda: 2.0**5000, lambda: (-2.0)**5001, lambda: 0.0**-1, lambda: (-8)**0.5, lambda: 10.0**-400, lambda: 2**0.5):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
