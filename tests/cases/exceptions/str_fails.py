# An exception whose text cannot be made; one with a lone surrogate.
class Bad(Exception):
    def __str__(self):
        1 / 0
try:
    raise ValueError('a\udc80b')
except ValueError:
    raise Bad
