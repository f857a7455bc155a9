# compress, dropwhile, takewhile, filterfalse and islice.

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
L(compress('abcdef',[1,0,1,0,1,1]))
L(compress(data='abc',selectors=[0,1]))
compress('a')
compress('a',1)
L(islice(cycle('abc'),7))
L(dropwhile(lambda x:x<3,[1,2,3,1]))
L(dropwhile(None,[1]))
dropwhile(1)
L(takewhile(lambda x:x<3,[1,2,3,1]))
takewhile()
L(filterfalse(lambda x:x%2,range(6)))
L(filterfalse(None,[0,1,2,'']))
L(filterfalse(bool,[0,1,2,'']))
filterfalse()
L(islice('abcdefg',2))
L(islice('abcdefg',2,4))
L(islice('abcdefg',2,None))
L(islice('abcdefg',0,None,2))
L(islice('abcdefg',None))
L(islice('abcdefg',None,None,None))
islice('abc',-1)
islice('abc',1,-1)
islice('abc',-1,2)
islice('abc',1,2,0)
islice('abc',1,2,-1)
islice('abc','a')
islice('abc',1,'a')
islice('abc','a',2)
islice('abc',1,2,'a')
islice('abc')
islice('abc',1,2,3,4)
islice(1,2)
islice('abc',10**30)
L(islice('abc',I()))
islice(iterable='a',stop=2)
""".strip().splitlines():
    show(case)
