# Every method of dict, on ordinary arguments.
d = {"a": 1, "b": 2}
print(d.get("a"), d.get("z"), d.get("z", 0), d.setdefault("c", 3), d.setdefault("a", 9))
print(d.pop("b"), d.pop("b", None), d.popitem(), d)
d.update({"x": 1}, y=2)
d.update([("z", 3), "kv"])
print(d, len(d), "x" in d, "q" in d, list(d), list(reversed(d)))
print(d.keys(), d.values(), d.items())
print(d.copy() == d, d.copy() is d, dict.fromkeys("ab"), dict.fromkeys([1, 2], 0))
print(d | {"a": 100, "n": 0}, {1: 2} | d.fromkeys([1]))
d |= [("w", 1)]
del d["w"]
print(d)
d.clear()
print(d, bool(d), dict(), dict(a=1), dict([(1, 2)], b=3), dict({1: 2}))
