# Messages of operators that do not fit.
for a in (1, 2**70, 1.5, 1j, True):
    for b in ('x', None, []):
        for op in (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / b, lambda a, b: a // b, lambda a, b: a % b,
                   lambda a, b: a ** b, lambda a, b: a << b, lambda a, b: a & b, lambda a, b: a < b, divmod):
            try:
                print(op(a, b))
            except Exception as e:
                print(type(e).__name__, e)
for f in (lambda: 1 // 0, lambda: 1 % 0, lambda: 1 / 0, lambda: divmod(1, 0), lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: 1.0 / 0,
          lambda: divmod(1.0, 0), lambda: 2**70 // 0, lambda: 2**70 % 0, lambda: 2**70 / 0, lambda: ~1.5, lambda: 1.5 << 1, lambda: -'x'):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
