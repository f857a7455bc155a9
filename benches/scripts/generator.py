"""A generator feeding a generator feeding a loop."""
import sys


def numbers(n):
    for i in range(n):
        yield i


def evens(source):
    for i in source:
        if not i & 1:
            yield i


n = int(sys.argv[1])
assert sum(evens(numbers(n))) >= 0
