# Steps beyond every length, with nothing selected or one item.
for size in (0, 1, 3):
    for step in (2**62, -(2**62), 2**64, -(2**64), 2**63 - 1, -(2**63)):
        a = list(range(size))
        print(a[::step], tuple(a)[5::step], len(range(size)[::step]), end=" ")
        del a[1::step]
        print(a)
