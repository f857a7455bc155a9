# Arguments with methods of their own.

import math


class Floatable:
    def __float__(self):
        return 2.25


class Indexable:
    def __index__(self):
        return 9


class Wrong:
    def __float__(self):
        return 'x'


class Rounded:
    def __floor__(self):
        return 'floor'

    def __ceil__(self):
        return 'ceil'

    def __trunc__(self):
        return 'trunc'


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
math.sqrt(Floatable())
math.sqrt(Indexable())
math.sqrt(Wrong())
math.floor(Floatable())
math.floor(Indexable())
math.ceil(Floatable())
math.trunc(Floatable())
math.floor(Rounded())
math.ceil(Rounded())
math.trunc(Rounded())
math.isqrt(Indexable())
math.gcd(Indexable(), 6)
math.comb(Indexable(), 2)
math.factorial(Indexable())
math.log(Indexable())
math.log(Floatable())
math.log2(Indexable())
math.ldexp(1, Indexable())
math.hypot(Floatable(), Indexable())
math.sumprod([Floatable()], [1])
math.fsum([Floatable(), Indexable()])
math.dist([Floatable()], [Indexable()])
[n for n in dir(math) if not n.startswith('_')]
""".strip().splitlines():
    show(case)
