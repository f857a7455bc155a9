# SystemRandom.

from random import *

R = Random(7)


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
SystemRandom().getstate()
SystemRandom().setstate(1)
SystemRandom().seed(5)
SystemRandom().getrandbits(-1)
0 <= SystemRandom().random() < 1, len(SystemRandom().randbytes(5)), SystemRandom().getrandbits(10) < 1024, SystemRandom().choice([5])
""".strip().splitlines():
    show(case)
