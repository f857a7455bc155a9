# Ratios, hexadecimal, whole numbers.
for x in (0.0, -0.0, 1.5, -2.75, 0.1, 5e-324, 1e300, 2.0**-1074 * 3, 1.7976931348623157e308):
    print(x.as_integer_ratio(), x.hex(), float.fromhex(x.hex()) == x, x.is_integer(), x.__trunc__(), x.__floor__(), x.__ceil__())
print(float('inf').hex(), float('nan').hex(), float('inf').is_integer(), 1.5.conjugate(), 1.5.real, 1.5.imag)
for text in ('0x1.8p3', '-.8', ' 1p-1074\t', '0x0.8p-1074', '0x1.8p-1074', 'inf', '-NaN', '0x1p5000', 'zz', '', '0x', '1p', '0x1p99999999999999999999',
             '0x.1', '1.fffffffffffff8p0', '0x1.00000000000008p0', '0x1.000000000000080001p0'):
    try:
        print(text, float.fromhex(text))
    except Exception as e:
        print(text, type(e).__name__, e)
for x in (float('inf'), float('nan')):
    for f in (x.as_integer_ratio, x.__trunc__, lambda: int(x)):
        try:
            f()
        except Exception as e:
            print(type(e).__name__, e)
