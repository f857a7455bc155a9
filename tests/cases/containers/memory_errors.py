# Sizes that cannot be had raise, and leave everything intact.
a = [1, 2]
for action in (lambda: a * 2**61, lambda: (1,) * 2**62, lambda: a * 2**64, lambda: a.__imul__(2**61)):
    try:
        action()
    except (MemoryError, OverflowError) as error:
        print(type(error).__name__, error)
print(a, a * -1, a * False, a * True)
