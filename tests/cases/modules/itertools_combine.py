# accumulate, batched, pairwise, starmap and zip_longest.

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
L(accumulate([1,2,3]))
L(accumulate([1,2,3], operator.mul))
L(accumulate([1,2,3], initial=10))
L(accumulate([], initial=10))
L(accumulate([1,2], None, initial=None))
L(accumulate(iterable=[1,2], func=max))
accumulate()
accumulate(1)
accumulate([1],2,3)
L(accumulate([1,'a']))
L(batched('abcdefg',3))
L(batched('abcdefg',3,strict=True))
L(batched('abcdef',3,strict=True))
batched('abc',0)
batched('abc',-1)
batched('abc')
batched('abc',1.5)
batched(1,1)
L(batched(iterable='abc',n=2))
batched('abc',10**30)
L(pairwise('abcd'))
L(pairwise('a'))
pairwise()
pairwise(1)
pairwise(iterable='a')
L(starmap(pow,[(2,3),[3,2]]))
L(starmap(pow,[1]))
starmap(pow)
L(starmap(lambda *a:a,['ab',iter([1,2])]))
L(zip_longest('abc','d'))
L(zip_longest('abc','d',fillvalue='-'))
L(zip_longest())
zip_longest('a',fill=1)
zip_longest(1)
""".strip().splitlines():
    show(case)
