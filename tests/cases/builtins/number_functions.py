# abs, bin, oct, hex, divmod, pow, round.
print(abs(-3), abs(-2.5), abs(-(2**70)), abs(True), abs(3 + 4j), bin(-5), oct(8), hex(255), hex(-(2**70)), bin(True))
print(divmod(7, 2), divmod(-7, 2), divmod(7.5, -2), divmod(2**70, 3), pow(2, 10), pow(2, -1), pow(3, 200, 7), pow(3, -1, 7), pow(2, 5, -7))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), round(5), round(1.5, None), round(1e20))
print(pow(base=2, exp=3), round(number=1.25, ndigits=1))
for action in (lambda: divmod(1, 0), lambda: divmod(1.0, 0), lambda: divmod(1, "a"), lambda: pow(2, 3, 0), lambda: pow(2, -1, 4), lambda: pow("a", 1), lambda: round("a"), lambda: abs("a"), lambda: bin(1.5), lambda: hex("a")):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
