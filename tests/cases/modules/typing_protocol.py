# normalise: addr
# typing.Protocol: checks at run time
from typing import *
@runtime_checkable
class Pr(Protocol):
    def meth(self): ...
class Attr(Protocol):
    x: int
class Impl:
    def meth(self): pass
class Sub(Pr): pass

TEXTS = r'''isinstance(Impl(),Pr)
isinstance(1,Pr)
issubclass(Impl,Pr)
issubclass(int,Pr)
Pr()
isinstance(1,Attr)
is_protocol(Pr)
get_protocol_members(Pr)
get_protocol_members(Attr)
Pr.__mro__
Sub()
Sub().meth()
isinstance(Sub(),Pr)'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
