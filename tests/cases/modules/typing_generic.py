# normalise: addr
# typing.Generic: parameters, subclasses, refusals
from typing import *
X = TypeVar('X'); Y = TypeVar('Y', bound=int)
class G(Generic[X]):
    def __init__(self,x=None): self.x=x
class H(G[int]): pass
class I2(G[X], Generic[X,Y]): pass

class L(List[int]): pass
class D2(Dict[str, X]): pass
for source in ('class Bad(Generic): pass', 'class Bad(List[X], Generic[Y]): pass', 'class Bad(Optional[int]): pass', 'class Bad(NewType("U", int)): pass', 'class Bad(Any): pass'):
    try: exec(source); print('ok')
    except TypeError as error: print(error)

TEXTS = r'''G[int]
G[int](3).x
G[int](3).__orig_class__
G[int,str]
G.__parameters__
H.__orig_bases__
H.__mro__
H[int]
I2[int,str]
G[X][int]
isinstance(G(),G)
isinstance(G(),G[int])
G[List[X]][int]
G()
I2.__parameters__
L.__mro__
L()
L.__orig_bases__
D2[int]
D2.__mro__'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
