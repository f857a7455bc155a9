# dataclasses: definitions that are refused
from dataclasses import *
SOURCES = ["@dataclass\nclass C:\n x:int=1\n y:int",
    "@dataclass\nclass C:\n x:list=[]",
    "@dataclass\nclass C:\n x:int=field(default=1,default_factory=int)",
    "@dataclass(order=True,eq=False)\nclass C:\n x:int",
    "@dataclass(frozen=True)\nclass C:\n x:int\n@dataclass\nclass D(C):\n y:int",
    "@dataclass\nclass C:\n x:int\n@dataclass(frozen=True)\nclass D(C):\n y:int",
    "@dataclass(order=True)\nclass C:\n x:int\n def __lt__(s,o): pass",
    "@dataclass(unsafe_hash=True)\nclass C:\n x:int\n def __hash__(s): pass",
    "@dataclass(frozen=True)\nclass C:\n x:int\n def __setattr__(s,n,v): pass",
    "@dataclass(slots=True)\nclass C:\n x:int\n __slots__=()",
    "@dataclass(weakref_slot=True)\nclass C:\n x:int",
    "@dataclass\nclass C:\n x=field(default=1)",
    "@dataclass\nclass C:\n _: KW_ONLY\n a:int\n __:KW_ONLY",
    "@dataclass\nclass C:\n x: ClassVar=field(default_factory=int)",
    "@dataclass\nclass C:\n x: InitVar[int]=field(default_factory=int)"]
for source in SOURCES:
    try: exec("from dataclasses import *\nfrom typing import ClassVar\n" + source, {'__name__': '__main__'}); print('ok')
    except Exception as error: print(type(error).__name__, error)
