# enum: what definitions make, and what is refused
SOURCES = ["Enum(1)",
    "class A(Enum): pass\nr=A,list(A),len(A)\nA(1)",
    "class A(Enum):\n x=[1]\nr=A([1]),A.x",
    "@verify(UNIQUE)\nclass A(Enum):\n x=1\n y=1",
    "@verify(CONTINUOUS)\nclass A(Enum):\n x=1\n y=5",
    "@verify(NAMED_FLAGS)\nclass A(Flag):\n x=1\n y=12",
    "class S(StrEnum):\n A=1",
    "class A(Flag,boundary=CONFORM):\n x=1\n y=2\nr=A(7),A(-8)",
    "class A(Flag,boundary=EJECT):\n x=1\n y=2\nr=A(7)",
    "class A(Flag,boundary=KEEP):\n x=1\n y=2\nr=A(7),A(-1)",
    "class A(Flag,boundary=STRICT):\n x=1\n y=2\nr=A(7)",
    "class A(Flag):\n x='a'",
    "class A(Flag):\n x=1\n y=-1\nr=list(A)",
    "class A(Flag):\n x=1\n y=4\n z=auto()\n n=0\nr=list(A),A.__members__,A.n",
    "@global_enum\nclass A(Enum):\n x=1\nr=repr(A.x),str(A.x)",
    "class A(Enum):\n x=1\nr={A.x:1}[A.x]\nimport functools\n",
    "class B(Enum):\n def f(self): return 'B'+self.name\nclass A(B):\n x=1\nr=A.x.f()",
    "class A(Enum):\n def __str__(self): return 'S'\n x=1\nr=str(A.x),f'{A.x}',repr(A.x)",
    "class A(Enum):\n def __repr__(self): return 'R'\n x=1\nr=str(A.x),A.x,f'{A.x}'",
    "class A(float,Enum):\n x=1.5\nr=A.x,str(A.x),f'{A.x}',A.x*2",
    "class A(Enum):\n x=object\nr=A.x",
    "class A(Enum):\n value=1",
    "class A(Enum):\n name=1\nr=A.name,A.name.name",
    "class A(Enum):\n x: int\n y=1\nr=list(A)",
    "from dataclasses import dataclass\n@dataclass\nclass M:\n a:int\nclass A(M,Enum):\n x=3\nr=A.x,A.x.a",
    "class A(Enum):\n def __init_subclass__(cls,**k): print('isc',cls,k)\nclass B(A,q=1):\n x=1\nr=B.x",
    "auto",
    "class A(Enum):\n x=1\n y=x\nr=list(A),A.__members__",
    "class A(IntEnum):\n x=auto()\n y=auto()\nr=list(A),sum(A)",
    "match 1:\n case 1: r=1"]
for source in SOURCES:
    namespace = {'__name__': 'script'}
    try:
        exec("from enum import *\n" + source, namespace)
        print('ok', namespace.get('r'))
    except BaseException as error: print(type(error).__name__, error)
