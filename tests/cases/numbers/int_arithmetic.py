# Small and big integers give the same results on both sides of the border.
edges = [0, 1, -1, 7, -7, 2**61, -2**61, 2**62 - 1, 2**62, -2**62, -2**62 - 1, 2**63, -2**64, 10**30]
for a in edges:
    for b in edges:
        print(a, b, a + b, a - b, a * b, a & b, a | b, a ^ b)
        if b:
            print(a // b, a % b, divmod(a, b), a / b)
        assert (a < b) + (a == b) + (a > b) == 1
    print(-a, +a, ~a, abs(a), hash(a))
