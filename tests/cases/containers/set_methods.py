# The methods of set, on iterables of any kind.
s = set("hello")
print(sorted(s), len(s), "h" in s)
s.add("z")
s.discard("h")
s.discard("not there")
s.remove("e")
print(sorted(s), sorted(s.union("ab", ["c"])), sorted(s.intersection("lo", "l")), sorted(s.difference("l", "o")))
print(sorted(s.symmetric_difference("zz9")), s.isdisjoint("xy"), s.issubset("zloq"), s.issuperset("z"))
s.update([1, 2], (3,))
s.difference_update("lo", [1])
s.intersection_update([2, 3, 4], {2, 3})
s.symmetric_difference_update([3, 3, 5])
print(sorted(s))
while s:
    s.pop()
for action in (s.pop, lambda: s.remove(1), lambda: s.remove({1}), lambda: s.add([]), lambda: set(1), lambda: set(1, 2)):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
