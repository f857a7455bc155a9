# normalise: addr
# dataclasses: InitVar, KW_ONLY, ClassVar, inheritance, conversion
from dataclasses import *
from typing import ClassVar
@dataclass
class I:
    a: int
    c: ClassVar[int] = 5
    i: InitVar[int] = 3
    k: KW_ONLY = None
    l: int = 7
    r: int = field(default=1, repr=False, compare=False, init=False)
    def __post_init__(self, i): print('post', i); self.s = i
@dataclass
class N:
    v: int = 1
    n: 'N' = None
    d: dict = field(default_factory=dict)
n = N(1, N(2), {'a': [N(3)], 't': (1, N(4))})
@dataclass
class Base:
    x: int = 1
@dataclass
class Der(Base):
    y: int = 2
    x: int = 5
@dataclass(unsafe_hash=True)
class H:
    a: int
    b: int = field(default=1, hash=False)
@dataclass
class W:
    x: int = 3
    def __repr__(s): return 'mine'
    def __init__(s): s.x = 9

TEXTS = r'''I(1)
I(1,9)
I(1,9,l=3)
I(1,9,3)
fields(I)
I(1)==I(1)
I(1).s
replace(I(1),a=2)
replace(I(1),a=2,i=4)
replace(I(1),r=4)
I.__match_args__
InitVar[int]
InitVar
KW_ONLY
MISSING
field()
asdict(I(1))
n
asdict(n)
astuple(n)
asdict(n,dict_factory=list)
Der()
Der(1,2)
Base()==Der()
hash(H(1))==hash(H(1,2))==hash((1,))
W()
field(metadata={'a':1}).metadata['a']
field(1)
asdict(n) is not n'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

n.n = n
print(n)
match Der(1, 2):
    case Der(x, y): print(x, y)
