# enum.IntEnum and StrEnum
from enum import *
class I(IntEnum):
    A = 1; B = 2
class S(StrEnum):
    A = 'x'; B = auto()

TEXTS = r'''I.A
str(I.A)
f'{I.A}'
I.A+1
I.A<I.B
I.A==1
I(1)
I.A|2
list(I)
I.A.__class__
'%d'%I.A
'%s'%I.A
repr(I.A)
I.A.real
hash(I.A)
isinstance(I.A,int)
I.__mro__
I.A.to_bytes(1,'big')
range(3)[I.A]
format(I.A,'03d')
I('1')
S.A
str(S.A)
f'{S.A}'
S.B
S.A+'y'
S('x')
S.A=='x'
S.A.upper()'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
