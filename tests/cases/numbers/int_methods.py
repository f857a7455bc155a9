# Methods and attributes of int.
for n in (0, 1, -1, 255, -256, 2**62, -2**80 + 5, True):
    print(n.bit_length(), n.bit_count(), n.as_integer_ratio(), n.is_integer(), n.conjugate(), n.real, n.imag,
          n.numerator, n.denominator, n.__trunc__(), n.__floor__(), n.__ceil__(), n.__index__(), n.__getnewargs__())
print([round(n, -1) for n in (15, 25, 35, -15, -25, 14, 16, 2**70)], round(5), round(5, 3), round(12345, -400))
print(round(10**30 + 5, -1), round(55, -2), round(50, -2), round(150, -2))
for f in (lambda: round(5, 'x'), lambda: (5).__round__(None), lambda: int.bit_length('a')):
    try:
        f()
    except TypeError as e:
        print(e)
