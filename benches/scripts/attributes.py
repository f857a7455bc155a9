"""Attributes read and written through methods."""
import sys


class Counter:
    def __init__(self):
        self.count = 0
        self.step = 2

    def advance(self):
        self.count += self.step


def run(n):
    counter = Counter()
    for _ in range(n):
        counter.advance()
    return counter.count


n = int(sys.argv[1])
assert run(n) == 2 * n
