"""A counted loop with integer arithmetic."""
import sys


def run(n):
    total = 0
    for i in range(n):
        total += i * 3 & 255
    return total


assert run(int(sys.argv[1])) > 0
