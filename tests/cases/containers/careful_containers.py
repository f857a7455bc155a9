# Comparing and iterating when elements interfere; what iterators and aliases are rebuilt from.

import copy
import pickle


class Counting(int):
    hashes = equals = 0

    def __hash__(self):
        Counting.hashes += 1
        return int.__hash__(self)

    def __eq__(self, other):
        Counting.equals += 1
        return self is other


numbers = [Counting(n) for n in range(4)]
first = dict.fromkeys(numbers)
print(Counting.hashes)
dict.fromkeys(set(first), 1)
dict.fromkeys(frozenset(first))
print(Counting.hashes)


class Same:
    asked = 0

    def __hash__(self):
        return 42

    def __eq__(self, other):
        Same.asked += 1
        return self is other


d = {Same(): 5}
print(d.setdefault(Same(), 6), Same.asked)


class Clears:
    def __init__(self, other):
        self.other = other

    def __eq__(self, value):
        self.other.clear()
        return NotImplemented


left, right = [], []
left.append(Clears(right))
right.append(Clears(left))
print(left == right)

views = {"a": 1}
print(views.keys().mapping, views.values().mapping["a"], type(views.items().mapping).__name__)

for alias in list[int], next(iter(tuple[int, str])):
    for made in copy.copy(alias), copy.deepcopy(alias), pickle.loads(pickle.dumps(alias)):
        print(made, made == alias, made.__unpacked__)
print({"append", "__args__", "__origin__"} <= set(dir(list[int])), "__call__" in dir(list[int]))


class Texts(str):
    def __float__(self):
        return 9.5


z = 1 + 2j
print(float(Texts("8")), complex(z) is z, hash(""), hash(b""))
for call in (
    lambda: int(memoryview(b"12")), lambda: int(memoryview(b"12"), 3),
    lambda: type("F", (frozenset,), {})(sequence=()),
):
    try:
        print(call())
    except TypeError as error:
        print(error)
