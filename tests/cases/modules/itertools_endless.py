# chain, count, cycle and repeat.

import operator
from itertools import *

L = list


class I:
    def __index__(self):
        return 2


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
count.__name__, count.__qualname__, count.__module__
L(chain('ab','cd'))
L(chain())
L(chain.from_iterable(['ab','cd']))
L(chain.from_iterable('ab'))
chain.from_iterable(1)
L(chain(1))
chain(a=1)
L(chain('a',1))
count()
count(5)
count(5,2)
count(5,1)
count(1.5)
count(1.5,0.5)
count('a')
count(1,'a')
count(step=3)
count(start=2,step=-1)
count(1j)
count(10**30)
count(2,1.0)
count(5, True)
[next(c) for c in [count(10**30)]]
L(islice(count(3,2),3))
L(islice(count(2.5,0.5),3))
L(islice(count(9223372036854775806),4))
L(islice(count(-5,-3),3))
L(islice(cycle('abc'),7))
L(cycle(''))
cycle()
cycle(1)
cycle(iterable='a')
repeat(1)
repeat(1,3)
repeat(1,-3)
repeat('a',0)
L(repeat(1,3))
repeat(object=1,times=2)
repeat()
repeat(1,'a')
repeat(1,None)
repeat(1,1.5)
repeat(1,2,3)
repeat(1,10**30)
operator.length_hint(repeat(1,3))
operator.length_hint(repeat(1))
repeat(1).__length_hint__()
count.__mro__
chain[int]
""".strip().splitlines():
    show(case)
