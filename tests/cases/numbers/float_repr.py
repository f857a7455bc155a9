# The shortest digits that read back as the same float.
import sys
for x in (0.0, -0.0, 1.0, 0.1, 1e15, 1e16, 123456789012345678.0, 1e22, 1e23, 0.0001, 0.00001, 5e-324, 2.2250738585072014e-308,
          1.7976931348623157e308, float('inf'), -float('inf'), float('nan'), 1/3, 2/3, 1e100, 9007199254740993.0, 4.35, 0.3,
          2**0.5, 1e-7, 123e-9, 9.5367431640625e-07):
    print(x, repr(-x), str(x), float(repr(x)) == x)
