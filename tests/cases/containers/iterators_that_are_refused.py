# What is said where `__iter__` gives no iterator or raises, and which errors keep their own words.
def outcome(call):
    try:
        return call()
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"


class Number:
    def __iter__(self):
        return 5


class Refusing:
    def __iter__(self):
        raise TypeError("mine")


class Failing:
    def __iter__(self):
        raise ValueError("mine")


class Never:
    __iter__ = None


class Once:
    """Its iterator is none again."""

    def __iter__(self):
        return Steps()


class Steps:
    def __iter__(self):
        raise TypeError("inner")

    def __next__(self):
        raise StopIteration


def starred(value):
    a, *b = value
    return a, b


for kind in (Number, Refusing, Failing, Never, Once):
    print(kind.__name__)
    print("  bytes", outcome(lambda: bytes(kind())))
    print("  bytearray", outcome(lambda: bytearray(kind())))
    print("  extend", outcome(lambda: bytearray().extend(kind())))
    print("  set part", outcome(lambda: bytearray(b"ab").__setitem__(slice(0, 1), kind())))
    print("  from_bytes", outcome(lambda: int.from_bytes(kind())))
    print("  join", outcome(lambda: "".join(kind())))
    print("  join bytes", outcome(lambda: b"".join(kind())))
    print("  assign", outcome(lambda: [1].__setitem__(slice(0, 1), kind())))
    print("  in", outcome(lambda: 1 in kind()))
    print("  dict", outcome(lambda: dict([(1, 2), kind()])))
    print("  list", outcome(lambda: list(kind())))
    print("  starred", outcome(lambda: starred(kind())))
