# float() of text and other things, and its messages.
for text in ('1', ' 1.5\n', '.5', '5.', '.', '1e5', '1e', '1e+5', '1E-5', 'inf', '-Infinity', 'nan', '+NAN', 'infin', '1_0.0_1',
             '1__0', '_1', '1_', '1_.5', '1e1_0', '', ' ', '0x1p3', '٣.٥', '1e999', '-1e999', '1e-999', 'é', '1,5', '--1'):
    try:
        print(ascii(text), float(text))
    except ValueError as e:
        print(ascii(text), ascii(str(e)))
print(float(), float(True), float(10**20), float(b'1.5'), float(2**53 + 1), float('9' * 400))
for args in [(None,), ([],), (1j,), (1, 2), (b'\xff',), (10**309,)]:
    try:
        print(float(*args))
    except Exception as e:
        print(type(e).__name__, e)
