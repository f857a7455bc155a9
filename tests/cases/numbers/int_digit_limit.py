# Conversions of more than 4300 digits are refused; powers of two as bases are not.
for f in (lambda: str(10**4300), lambda: repr(-10**4300), lambda: int('1' * 4301), lambda: int('1' * 4301, 7),
          lambda: f'{10**4300}'):
    try:
        f()
    except ValueError as e:
        print(e)
print(len(str(10**4299)), int('1' * 4301, 16) > 0, int('1' * 4300) > 0, len(hex(10**5000)))
