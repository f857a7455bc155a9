# normalise: addr
# dataclasses: what is generated, and what is refused
from dataclasses import *
@dataclass
class A:
    x: int
    y: str = 'a'
    z: list = field(default_factory=list)
@dataclass(frozen=True, order=True, slots=True)
class B:
    a: int
    b: int = 2
@dataclass(kw_only=True)
class K:
    a: int
    b: int = 1

TEXTS = r'''A(1)
A
A()
A(1,2,3,4)
A(1)==A(1)
A(1)==A(2)
A(1)<A(2)
A.__match_args__
fields(A)
A.__dataclass_params__
A(1).__dict__
asdict(A(1))
astuple(A(1))
replace(A(1),x=5)
replace(A(1),q=5)
is_dataclass(A)
is_dataclass(A(1))
is_dataclass(1)
fields(1)
asdict(1)
asdict(A)
A.x
A.y
A.z
hash(A(1))
A.__hash__
A(x=1,w=2)
fields(A)[0]
A.__init__
A.__repr__
A.__eq__
A.__init__.__qualname__
A.__init__.__annotations__
A.__replace__(A(1),x=2)
A.__init__.__defaults__
B(1)
B(1)<B(2)
B(1)<1
hash(B(1))==hash(B(1))
B.__slots__
setattr(B(1),'a',2)
delattr(B(1),'a')
sorted([B(2),B(1)])
B(1)>=B(1)
B(1).__dict__
replace(B(1),b=3)
B(1).__getstate__()
K(a=1)
K(1)
K.__match_args__
K()
A.__doc__
B.__doc__'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
