# The repr of containers that hold themselves.
a = [1]
a.append(a)
print(a, [a])
d = {}
d["self"] = d
d["values"] = d.values()
print(d)
t = ([],)
t[0].append(t)
print(t)
both = [{}]
both[0]["list"] = both
print(both)
