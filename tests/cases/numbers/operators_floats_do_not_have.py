# An operator that a float or complex does not have is refused before an int is converted.
huge = 10**400
for text in ("1.5 & huge", "huge | 1.5", "1.5 << huge", "1.5 @ huge", "1j // huge", "huge % 1j", "1j ^ huge", "1.5 + huge", "huge * 1j"):
    try:
        print(text, eval(text))
    except Exception as problem:
        print(text, type(problem).__name__, problem)


class Right:
    def __rpow__(self, other, modulus=None):
        return "right", modulus


print(2 ** Right(), pow(2, Right()))
for arguments in ((2, Right(), 7), (Right(), 2, 7), (2, 3, Right())):
    try:
        print(pow(*arguments))
    except Exception as problem:
        print(type(problem).__name__, problem)
