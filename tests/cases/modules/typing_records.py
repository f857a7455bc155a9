# normalise: addr
# typing.NamedTuple and TypedDict
from typing import *
class NT(NamedTuple):
    a: int
    b: str = 'x'
    def m(self): return self.a
class TD(TypedDict):
    a: int
    b: NotRequired[str]
class TD2(TD, total=False):
    c: Required[int]
    d: int

TEXTS = r'''NT(1)
NT(1).m()
NT._fields
NT._field_defaults
NT.__annotations__
NT.__mro__
NT()
NamedTuple('Q',[('a',int)])(1)
NT.__orig_bases__
NT(1)._replace(a=2)
TD(a=1)
TD
TD.__required_keys__
TD.__optional_keys__
sorted(TD2.__required_keys__)
sorted(TD2.__optional_keys__)
TD2.__total__
TD.__annotations__
isinstance({},TD)
TypedDict('Q',{'a':int})
is_typeddict(TD)
TD.__orig_bases__
TD.__mro__'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
