# Quotient, floor and rest, with signs and special values.
inf, nan = float('inf'), float('nan')
values = [0.0, -0.0, 1.0, -1.0, 5.5, -5.5, 3.0, -3.0, inf, -inf, nan, 1e308, 1e-308]
def show(f):
    try:
        return f()
    except Exception as e:
        return f'{type(e).__name__}: {e}'
for a in values:
    for b in values:
        print(a, b, show(lambda: a / b), show(lambda: a // b), show(lambda: a % b), show(lambda: divmod(a, b)))
print(7.5 // 2, 7 // 2.5, 7 % 2.5, -7 % 2.5, True / 2, 2**70 / 2.0, 0.3 % 0.1, 1e20 % 3)
