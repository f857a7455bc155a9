"""Calls of a function and small integers."""
import sys


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


assert fib(int(sys.argv[1])) > 0
