# Shifts: of negative numbers, far beyond the width, and refused ones.
def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

for a in (1, -1, 5, -5, 2**70, -2**70):
    print([a << n for n in (0, 1, 61, 62, 63, 64)], [a >> n for n in (0, 1, 62, 63, 64, 70, 71, 10**30)])
show(lambda: 1 << -1)
show(lambda: 1 >> -1)
show(lambda: 1 << (1 << 62))
show(lambda: 1 << (1 << 70))
print(0 << (1 << 70), True << 3, 1 >> 2**200)
