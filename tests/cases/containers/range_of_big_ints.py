# Ranges of any size.
big = range(2**100, 2**100 + 10, 3)
print(big, len(big), list(big)[:2], big[-1] == 2**100 + 9, 2**100 + 3 in big, big.index(2**100 + 6))
huge = range(2**70)
print(huge[2**69], huge[-1], huge[2**10 : 2**69 : 2**60], bool(huge))
try:
    len(huge)
except OverflowError as error:
    print(error)
print(next(iter(huge)), next(reversed(huge)), list(range(2**63, 2**63 - 3, -1)), list(range(-(2**63), -(2**63) + 2)))
print(list(range(2**62 - 1, 2**62 + 2)), list(range(0, 2**64, 2**63)))
print(slice(None, None, -1).indices(10), slice(2**80, -5, -(2**70)).indices(7), slice(1, 2**70).indices(2**69))
