# A dict that changes while it is iterated says so.
def attempt(action):
    d = {1: "a", 2: "b", 3: "c"}
    try:
        for key in d:
            action(d, key)
    except RuntimeError as error:
        print(error)
    print(d)

attempt(lambda d, key: d.__setitem__(key + 10, 0))
attempt(lambda d, key: d.__delitem__(key))
attempt(lambda d, key: d.__setitem__(key, key))
attempt(lambda d, key: d.clear())
d = {1: 1}
values = iter(d.values())
d[2] = 2
for _ in range(2):
    try:
        next(values)
    except RuntimeError as error:
        print(error)
s = {1, 2}
try:
    for x in s:
        s.add(x + 10)
except RuntimeError as error:
    print(error)
