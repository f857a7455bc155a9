# Operators and comparisons of sets and frozensets.
a, b = {1, 2, 3}, frozenset([3, 4])
for result in (a | b, a & b, a - b, a ^ b, b | a, b - a):
    print(type(result).__name__, sorted(result))
print(a == {3, 2, 1}, a != b, {1} < a, a <= a, a > {1, 2}, a >= b, frozenset(a) == a, a == [1, 2, 3])
a |= {9}
a &= {1, 2, 9}
a -= {2}
a ^= {1, 5}
print(sorted(a))
a -= a
print(a, frozenset(), set(), {1}, frozenset({1}))
for action in (lambda: a | [1], lambda: a < [1], lambda: hash(a), lambda: {1} + {2}):
    try:
        action()
    except TypeError as error:
        print(error)
