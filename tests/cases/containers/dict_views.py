# Views follow their dict and work as sets.
d = {"a": 1, "b": 2}
keys, values, items = d.keys(), d.values(), d.items()
d["c"] = 3
print(keys, values, items, len(keys), len(values))
print("c" in keys, 3 in values, ("c", 3) in items, ("c", 4) in items, "c" in items)
print(sorted(keys & {"a", "z"}), sorted(keys | ["z"]), sorted(keys - ["a"]), sorted(keys ^ {"a", "z"}))
print(sorted({"z", "a"} - keys), sorted(items & {("a", 1)}))
print(keys == {"a", "b", "c"}, keys < {"a", "b", "c", "d"}, keys >= {"a"}, keys != set(), values == d.values())
print(keys.isdisjoint(["x"]), keys.isdisjoint("a"), list(reversed(keys)), list(reversed(items)), list(reversed(values)))
try:
    hash(keys)
except TypeError as error:
    print(error)
