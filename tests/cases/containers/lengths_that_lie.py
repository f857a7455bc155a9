# Which operations ask an iterable for its length or a hint, which ask its iterator only.
def outcome(call):
    try:
        return call()
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"


class Long(list):
    def __len__(self):
        return 2**70


class Negative(tuple):
    def __len__(self):
        return -1


class Refusing(set):
    def __len__(self):
        raise ValueError("no length")


class Hinting:
    def __iter__(self):
        return iter([1, 2])

    def __length_hint__(self):
        return -5


def add_to_itself(items):
    items += items
    return items


def pair(value):
    a, b = value
    return a, b


for kind in (Long, Negative, Refusing, Hinting):
    print(kind.__name__)
    print("  list", outcome(lambda: list(kind())))
    print("  tuple", outcome(lambda: tuple(kind())))
    print("  bytes", outcome(lambda: bytes(kind())))
    print("  bytearray", outcome(lambda: bytearray(kind())))
    print("  extend", outcome(lambda: bytearray().extend(kind())))
    print("  from_bytes", outcome(lambda: int.from_bytes(kind())))
    print("  join", outcome(lambda: "".join(kind())))
    print("  assign", outcome(lambda: [1, 2].__setitem__(slice(0, 1), kind())))
    print("  step", outcome(lambda: [1, 2].__setitem__(slice(0, 2, 2), kind())))
    print("  call", outcome(lambda: print(*kind())))
    print("  unpack", outcome(lambda: pair(kind())))
    print("  set", outcome(lambda: set(kind())))

print(outcome(lambda: add_to_itself(Long([1, 2]))))
print(outcome(lambda: list(reversed(Long([1, 2])))))
print(outcome(lambda: Long([1, 2]).__iter__().__length_hint__()))


class Others(tuple):
    def __iter__(self):
        return iter("xy")


class Shown(set):
    def __iter__(self):
        return iter("z")


def given(*values):
    return values


print(given(*Others((1, 2))), pair(Others((1, 2))), Shown({1, 2}))
