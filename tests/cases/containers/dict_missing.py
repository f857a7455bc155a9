# __missing__ of a subclass answers for d[key], and only for that.
class Counter(dict):
    def __missing__(self, key):
        return 0

c = Counter(a=1)
c["a"] += 1
c["b"] += 5
print(c, c["zzz"], c.get("zzz"), "zzz" in c, type(c | {}).__name__, type(c.copy()).__name__)

class Plain(dict):
    pass

try:
    Plain()["k"]
except KeyError as error:
    print(repr(error))
print(Plain.fromkeys("ab", 1), type(Plain.fromkeys("ab")).__name__, Plain([(1, 2)], x=3))
