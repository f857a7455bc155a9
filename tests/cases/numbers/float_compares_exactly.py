# Comparison of floats and ints is exact, whatever their size.
big = 2**53
floats = [0.0, -0.0, 0.5, -0.5, float(big), float(big + 2), 1e308, float('inf'), -float('inf'), float('nan'), 1e22]
ints = [0, 1, -1, big, big + 1, big + 2, 10**22, 10**22 + 1, 10**400, -10**400, True]
for x in floats:
    for n in ints:
        print(x < n, x <= n, x == n, x != n, x > n, x >= n, n < x, n == x, n > x)
    print(sum(hash(x) == hash(n) for n in ints if n == x), x == x, x in [x])
print(hash(1.5), hash(-1.0), hash(1e300), hash(float('inf')), hash(-float('inf')), hash(2**61 - 1), hash(-2**100), hash(0.1))
