# The order of a set follows from the hashes and from what was done with the set: what it was filled
# from, removals, which of two sets an operation walks through.


def numbers(seed, count, span):
    """The same ones in every run."""
    made = []
    for _ in range(count):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        made.append(seed // 2**33 % span - span // 3)
    return made


print({3, 1, 2}, {33, 1, 17}, {*(9, 8), 1, 0}, set([16, 0, 8, 24]))
# A display of constants is filled at once: it has a larger table than one that grew.
print({40, 3, 9, 16, 21}, set([40, 3, 9, 16, 21]), {x for x in [40, 3, 9, 16, 21]})
print([x for x in {40, 8, 16, 24}], {8.0, 0.5, 1, -1, -2, 2**61 - 1, 2**80})

one, two = set(numbers(1, 12, 100)), set(numbers(2, 30, 60))
print(one, two, sep="\n")
print(one | two, two | one, one & two, two & one, sep="\n")
print(one - two, two - one, one ^ two, two ^ one, sep="\n")
print(one.union(dict.fromkeys(two), [1, 2]), one.difference([3]), one.symmetric_difference([64, 0]))
print(one.copy(), set(two), frozenset(two), one.intersection(), one.intersection(two, one))

# A removed element leaves a trace, which the next ones go around.
for number in numbers(3, 200, 60):
    two.discard(number) if number % 3 else two.add(number * 7)
print(two)
print([two.pop() for _ in range(5)], two)
two.update(range(0, 200, 40))
print([two.pop() for _ in range(5)], two)
two -= set(range(50))
print(two, two.copy())
two.clear()
two.update({5: 1, 13: 2, 21: 3, 29: 4})
print(two, two.pop())

many = set(numbers(4, 3000, 10**9))
print(list(many)[:8], list(many | one)[-8:], list(many & set(numbers(4, 20, 10**9))))

views = {8: 1, 16: 2, 0: 3}.items() ^ {8: 1, 16: 3, 24: 4, 32: 5}.items()
print(sorted(views), {8: 1, 0: 2}.keys() | [16, 24], {16: 0, 8: 1}.keys() & {8, 0, 16, 24})
print(hash(frozenset()), hash(frozenset({1, 2, 3})), hash(frozenset([frozenset([7]), 2.5])))


class Grows:
    """Equal to nothing, and changes the set that it is compared in."""

    def __hash__(self):
        return 8

    def __eq__(self, other):
        if len(changing) < 40:
            changing.update(range(100, 140))
        return False


changing = {8, 0}
changing.add(Grows())
print(len(changing), sorted(x for x in changing if isinstance(x, int)) == [0, 8, *range(100, 140)])
