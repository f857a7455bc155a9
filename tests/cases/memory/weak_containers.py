import weakref


class Thing:
    def __init__(self, name):
        self.name = name


a, b = Thing("a"), Thing("b")
by_name = weakref.WeakValueDictionary({"a": a, "b": b})
sizes = weakref.WeakKeyDictionary({a: 1, b: 2})
things = weakref.WeakSet([a, b])
print(sorted(by_name), len(sizes), len(things))  # expect: ['a', 'b'] 2 2
weakref.finalize(a, print, "finalised")
del a
# expect: finalised
print(list(by_name), [k.name for k in sizes], len(things))  # expect: ['b'] ['b'] 1
print("a" in by_name, b in things, sizes[b])  # expect: False True 2
