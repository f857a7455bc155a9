# A dict keeps the order of insertion, through deletions and updates.
d = {i: i for i in range(20)}
for i in range(0, 20, 2):
    del d[i]
d[0] = "back"
d[5] = "changed"
print(d)
while len(d) > 3:
    del d[next(iter(d))]
print(d)
for i in range(100000):
    d[i] = 0
    d.pop(next(iter(d)))
print(len(d), list(d))
