# Slices of lists: reading, assigning, deleting, with all signs of step.
a = list(range(10))
print(a[2:5], a[:3], a[7:], a[::3], a[::-1], a[8:2:-2], a[-3:], a[5:2], a[100:], a[-100:2])
a[2:4] = ["x", "y", "z"]
print(a)
a[:0] = [-1]
a[len(a):] = [99]
a[3:3] = "ab"
print(a)
a[::4] = "PQRS"
print(a)
del a[1::2]
print(a)
del a[::-3]
print(a)
a[:] = a + a
print(a)
for key, value in ((slice(0, 3, 2), [1]), (slice(0, 3, 2), 5), (slice(0, 1), 5), (slice(None, None, 0), [])):
    try:
        a[key] = value
    except Exception as error:
        print(type(error).__name__, error)
