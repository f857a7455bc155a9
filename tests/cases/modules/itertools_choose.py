# product, permutations and combinations.

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
L(combinations('abcd',2))
L(combinations('abc',0))
L(combinations('abc',4))
combinations('abc',-1)
combinations('abc',1.0)
combinations('abc')
L(combinations(iterable='abc',r=I()))
L(combinations_with_replacement('abc',2))
L(combinations_with_replacement('',2))
L(combinations_with_replacement('',0))
combinations_with_replacement('abc',-1)
L(combinations_with_replacement('ab',3))
L(permutations('abc'))
L(permutations('abc',2))
L(permutations('abc',0))
L(permutations('abc',4))
permutations('abc',-1)
permutations('abc','a')
L(permutations(''))
L(product('ab','cd'))
L(product('ab',repeat=2))
L(product())
L(product('ab',''))
product('ab',repeat=-1)
L(product('ab',repeat=0))
product('ab',foo=1)
product(1)
product('ab',repeat='a')
product(range(10),repeat=10**18)
""".strip().splitlines():
    show(case)
