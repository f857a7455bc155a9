# sum: ints of any size, floats with compensated rounding, anything with __add__.
print(sum([]), sum([1, 2, 3]), sum([True, True]), sum(range(101)), sum([1, 2], 10), sum([1], start=5))
print(sum([2**62, 2**62]), sum([0.1] * 10), sum([1e100, 1.0, -1e100]), sum([1, 0.5, True]), sum([1.5, 2**70]))
print(sum([[1], [2]], []), sum([(1,), (2,)], ()), sum([1, 1j]), sum([float("inf"), 1.0]), sum((0.1,) * 3))
for action in (lambda: sum(["a"]), lambda: sum(["a"], ""), lambda: sum([b""], b""), lambda: sum(1), lambda: sum([1, None])):
    try:
        action()
    except TypeError as error:
        print(error)
