# Once all elements of a set have come, the rest of an iterable does not matter.
rest = iter([1, 2, 3, 4])
print({1, 2}.intersection(rest), list(rest))
print({1}.issubset([1, []]), {1, 2}.issubset([1]))
both = {1, 2}
both.intersection_update([2, 1, {}])
print(both)
try:
    {1, 2}.intersection([1, []])
except TypeError as problem:
    print(problem)
try:
    set().intersection([[]])
except TypeError as problem:
    print(problem)
