# bool: its own logic, otherwise int's arithmetic.
for a in (True, False):
    for b in (True, False, 1, 2):
        print(a & b, a | b, a ^ b, b & a, b | a, b ^ a, a + b, a * b, a == b)
    print(-a, +a, abs(a), int(a), repr(a), str(a), hash(a), a.real, a.numerator)
print(bool(), bool(0), bool([]), bool('x'), bool(0.0), bool(0j), True.__class__, bool.__bases__)
for f in (lambda: bool(1, 2), lambda: bool(x=1), lambda: type('B', (bool,), {}), lambda: bool.__new__(int)):
    try:
        f()
    except TypeError as e:
        print(e)
