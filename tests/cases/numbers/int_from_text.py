# int() of text: bases, prefixes, underscores, digits of other scripts, and its messages.
texts = ['0', ' 42 \n', '-7', '+7', '1_000', '1__0', '_1', '1_', '', '+', '- 1', '0x1f', '0X1F', '0o17', '0b101',
         '010', '0_0', '00', 'z', 'Zz', '٣', '１２', '1 2', '0b2', '0x', '0x_1', '1.5', 'é', '\x1f5\x85']
for base in (10, 0, 2, 8, 16, 36):
    for text in texts:
        try:
            print(base, ascii(text), int(text, base))
        except ValueError as e:
            print(base, ascii(text), ascii(str(e)))
print(int(b'12'), int(bytearray(b'ff'), 16), int(), int(True), int(3.99), int(-3.99), int('9' * 50))
for args in [(None,), ([],), (1, 2), ('1', 1), ('1', 37), ('1', -1), ('1', 2**100), ('1', 'x'), (1j,), (1, 2, 3),
             (float('inf'),), (float('nan'),), (b'\xff',), ('a' * 300,)]:
    try:
        print(int(*args))
    except Exception as e:
        print(type(e).__name__, e)
