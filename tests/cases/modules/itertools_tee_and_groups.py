# tee and groupby.

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
tee([1],0)
tee([1],-1)
tee(1)
tee([1],'a')
L(map(L,tee([1,2,3],3)))
tee(iterable=[1])
tee([1],10**30)
type(tee([1])[0])
L(groupby([1,1,2]))[0][0]
[(k,L(g)) for k,g in groupby('aabbc')]
[(k,L(g)) for k,g in groupby([1,-1,2],key=abs)]
[(k,L(g)) for k,g in groupby([1,-1,2],abs)]
groupby()
groupby(1)
groupby([1],None,3)
L(L(groupby('ab'))[1][1])
type(groupby('a')).__name__
type(next(groupby('a'))[1])
type(tee('a')[0])()
""".strip().splitlines():
    show(case)
