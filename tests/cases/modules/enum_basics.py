# normalise: addr
# enum.Enum: members, lookup, protection
from enum import *
class C(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1
    def hi(self): return 'hi ' + self.name
    @property
    def p(self): return self.value * 2

TEXTS = r'''C
C.RED
str(C.RED)
f'{C.RED}'
C.RED.name
C.RED.value
C(1)
C(9)
C['RED']
C['X']
list(C)
len(C)
C.__members__
C.CRIMSON is C.RED
C.RED==1
C.RED<C.GREEN
hash(C.RED)==hash('RED')
C.RED in C
1 in C
9 in C
'RED' in C
C.RED.hi()
C.RED.p
isinstance(C.RED,C)
type(C.RED)
C.RED.RED
C.RED.GREEN
C.name
C.X
C()
setattr(C,'RED',5)
setattr(C,'NEW',5)
delattr(C,'RED')
setattr(C.RED,'value',4)
setattr(C.RED,'foo',4)
C.RED.foo
reversed(C)
list(reversed(C))
bool(C)
C.RED.__objclass__
C.__class__
C.RED._sort_order_
C(value=1)
C._member_map_
C._member_names_
C._value2member_map_
C.RED.__reduce_ex__(2)
C.RED.__dict__
C.__mro__
issubclass(C,Enum)
C.mro is type.mro
C.NEW'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
