# `*` of a sequence: a reflected method of the right operand comes before the repetition, and `*=` does
# not ask a sequence on the right of a container.

def attempt(name, action):
    try:
        print(name, repr(action()))
    except TypeError as error:
        print(name, error)


def assign(left, right):
    left *= right
    return left


class Count:
    def __index__(self):
        return 2

    def __rmul__(self, other):
        return f"__rmul__({other!r})"


class Shy(Count):
    def __rmul__(self, other):
        return NotImplemented


class Plain:
    pass


for count in Count(), Shy(), True, 2:
    for sequence in [1], (1,), "x", b"y", bytearray(b"z"):
        name = type(sequence).__name__, type(count).__name__
        attempt(name, lambda: sequence * count)
        attempt(name, lambda: assign(sequence, count))
for left in {}, set(), frozenset(), range(3), {}.items(), None, 1.5, 2, True:
    for right in [1], (1, 2), "ab", b"x", bytearray(b"q"), range(2):
        name = type(left).__name__, type(right).__name__
        attempt(name, lambda: left * right)
        attempt(name, lambda: assign(left, right))
plain = Plain()
attempt("plain", lambda: plain * [1])
attempt("plain", lambda: assign(plain, [1]))
attempt("count", lambda: Shy() * [1])
attempt("count", lambda: assign(Shy(), [1]))
