# The operators as functions.

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
sorted(n for n in dir(operator) if not n.startswith('__'))
operator.__all__
add(1,2)
add(1)
add(1,2,3)
add(1,'a')
add(a=1)
__add__ if 0 else operator.__add__(2,3)
concat([1],[2])
concat(1,2)
concat('a',2)
concat([1],2)
concat(c,c)
contains([1],1)
contains(1,1)
countOf([1,1.0,True,2],1)
countOf(1,1)
indexOf([1,2],2)
indexOf([1],5)
indexOf(1,5)
delitem({},1)
getitem([1],0)
getitem(1,0)
getitem([1,2,3],slice(1))
setitem([1],0,2)
setitem(1,0,2)
delitem(1,0)
eq(1,1), ne(1,1), lt(1,2), le(1,1), gt(1,2), ge(1,1)
lt(1,'a')
not_(0), truth([]), is_(1,1), is_not(1,2)
is_none(None), is_not_none(None)
is_none(1,2)
floordiv(7,2), truediv(7,2), mod(7,2), pow(2,3), matmul
matmul(1,2)
pow(2,'a')
pow(2,3,4)
lshift(1,3), rshift(8,1), and_(6,3), or_(6,3), xor(6,3)
inv(5), invert(5), neg(5), pos(5), abs(-5)
inv(1.5)
neg('a')
pos('a')
abs('a')
index(5), index(True), index(I())
index(1.5)
index()
length_hint([1,2])
length_hint(5)
length_hint(5, 7)
length_hint(5, 'a')
length_hint(LH(4))
length_hint(LH(-4))
length_hint(LH('a'))
length_hint(LH(NotImplemented), 8)
length_hint(LH(TypeError), 8)
length_hint(LH(ValueError), 8)
length_hint(LH(10**30))
length_hint(iter([1,2,3]))
iadd([1],[2])
iadd(1,'a')
iconcat([1],[2])
iconcat(1,2)
iand(6,3), ior(6,3), ixor(6,3), ilshift(1,2), irshift(8,1), ifloordiv(7,2), imod(7,3), imul(2,3), ipow(2,3), isub(2,1), itruediv(1,2)
ipow(2,'a')
imatmul(1,2)
call(print)
call(lambda *a,**k:(a,k),1,b=2)
operator.sub
operator.__iadd__, operator.__inv__ is inv
""".strip().splitlines():
    show(case)
