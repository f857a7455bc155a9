# normalise: addr
# typing.get_type_hints, overload, cast and the small decorators
from typing import *
def f(a: int, b: 'List[str]' = None, *c: 'X', **d: Optional[int]) -> None: pass
X = TypeVar('X')
class K:
    a: ClassVar[int] = 1
    b: 'K'
    c: Annotated[int, 'm']
@overload
def ov(a: int) -> int: ...
@overload
def ov(a: str) -> str: ...
def ov(a): return a

TEXTS = r'''get_type_hints(f)
get_type_hints(K)
get_type_hints(K,include_extras=True)
get_type_hints(5)
get_type_hints(len)
ov(1)
len(get_overloads(ov))
assert_never(1)
final(f).__final__
override(f).__override__
no_type_check(f)
get_type_hints(f)'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
