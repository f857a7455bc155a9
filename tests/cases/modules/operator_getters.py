# attrgetter, itemgetter and methodcaller.

import operator
from operator import *


class C:
    pass


c = C()
c.a = C()
c.a.b = 5
c.x = 1


class I:
    def __index__(self):
        return 3


class LH:
    def __init__(self, value):
        self.value = value

    def __length_hint__(self):
        if isinstance(self.value, type):
            raise self.value('x')
        return self.value


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
attrgetter('x')
attrgetter('x')(c)
attrgetter('a.b')(c)
attrgetter('x','a.b')(c)
attrgetter('y')(c)
attrgetter('a.c')(c)
attrgetter('a.b','x')
attrgetter()
attrgetter(1)
attrgetter('a',1)
attrgetter('x')()
attrgetter('x')(c,c)
attrgetter('x')(x=c)
attrgetter(a='x')
attrgetter('.a')(c)
attrgetter('a.')(c)
itemgetter(1)
itemgetter(1)([1,2])
itemgetter(1,0)([1,2])
itemgetter('a','b')
itemgetter()
itemgetter(1)(5)
itemgetter(5)([1])
itemgetter(slice(1,3))('abcdef')
itemgetter(slice(1,3))
itemgetter(1)()
itemgetter(a=1)
itemgetter(1)(1,2)
itemgetter(a=1)
methodcaller('upper')
methodcaller('upper')('a')
methodcaller('split','b',maxsplit=1)
methodcaller('split','b',maxsplit=1)('abcbd')
methodcaller('foo',1,2)
methodcaller('foo',a=1)
methodcaller()
methodcaller(1)
methodcaller('foo')(1)
methodcaller('upper')()
methodcaller('upper')(1,2)
methodcaller('upper')(a=1)
methodcaller(name='upper')
type(attrgetter('a')), type(itemgetter(1)), type(methodcaller('a'))
attrgetter.__module__
""".strip().splitlines():
    show(case)
