# Frozensets hash by their elements; a set is looked up as a frozenset.
print(hash(frozenset([1, 2])) == hash(frozenset([2, 1])), frozenset([1]) in {frozenset([1])})
outer = {frozenset([1, 2])}
print({1, 2} in outer, {1} in outer)
outer.discard({1, 2})
print(outer)

class Tags(set):
    pass

t = Tags([1])
t.label = "x"
print(t, type(t | {2}).__name__, type(t.copy()).__name__, t == {1}, t.label)
