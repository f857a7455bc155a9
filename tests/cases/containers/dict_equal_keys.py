# Keys that are equal but of different types are one key; the first stays.
d = {1: "int"}
d[1.0] = "float"
d[True] = "bool"
print(d, d[1], d[1.0])
d = {0: "a", "": "b", None: "c", (): "d", frozenset(): "e", False: "f"}
print(d)
nan = float("nan")
d = {nan: 1}
print(nan in d, float("nan") in d, d[nan])
