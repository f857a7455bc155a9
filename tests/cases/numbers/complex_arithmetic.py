# complex: operators, comparison, hash, repr, attributes.
def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

a, b = 3 + 4j, 1 - 2j
print(a + b, a - b, a * b, a / b, a + 1, 1.5 * a, 2 / b, -a, +a, abs(a), a.real, a.imag, a.conjugate(), bool(0j))
print(a == 3 + 4j, a != b, 2 + 0j == 2, 2 == 2 + 0j, 1.5 + 0j == 1.5, a == 'x', hash(2 + 0j), hash(1.5 + 2j), hash(1j))
print(a ** 2, a ** -2, a ** 0.5, 2 ** a, a ** b, 0j ** 0, (1 + 1j) ** 50, 0j ** 2)
print(repr(-0j), complex(-0.0, -0.0), complex(1e16, 1e-5), complex(float('inf'), float('nan')), 1j, -1j, 1.5 - 0j)
for f in (lambda: a / 0, lambda: a // b, lambda: a % b, lambda: a < b, lambda: 0j ** -1, lambda: 0j ** 1j, lambda: int(a),
          lambda: float(a), lambda: pow(a, 2, 3), lambda: divmod(a, b), lambda: abs(complex(1.7e308, 1.7e308)), lambda: (1e200 + 1j) ** 2):
    show(f)
