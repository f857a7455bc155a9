# The same numbers as CPython for every kind of seed, old and new, and from a saved state.

from random import Random

R = Random()
for seed in (0, 1, -1, 2**70, -2**70, 1.5, 'abc', b'abc', bytearray(b'abc'), '', True, 1e300):
    R.seed(seed)
    print(repr(seed)[:30], R.random(), R.getrandbits(40))
for seed in ('abc', b'abc', 5, 2.5, ''):
    R.seed(seed, version=1)
    print(seed, R.random())
R.seed(1)
R.gauss()
state = R.getstate()
first = R.gauss(), R.random()
R.setstate(state)
print(first == (R.gauss(), R.random()))
R.setstate((2, tuple(word - 2**32 for word in state[1]), None))
print(R.getstate()[1] == state[1])


class Quarter(Random):
    def random(self):
        return 0.25


class Tagged(Random):
    def __init__(self, tag, x=None):
        self.tag = tag
        super().__init__(x)


class Logging(Random):
    def seed(self, *args):
        print('seed', args)
        super().seed(1)


print(Quarter().randrange(100), Quarter().choice('abcd'))
print(Tagged('t', 5).random(), Logging(9).random())
