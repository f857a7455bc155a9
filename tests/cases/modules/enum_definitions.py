# enum: what definitions make, and what is refused
SOURCES = ["class A(Enum):\n x=1\n x=2",
    "class A(Enum):\n x=1\n def x(self): pass",
    "class A(Enum):\n x=1\nclass B(A): pass",
    "class A(Enum):\n _x_=1",
    "class A(Enum):\n mro=1",
    "class A(Enum):\n __x=1\nr=list(A)",
    "class A(Enum):\n _x=1\nr=list(A)",
    "@unique\nclass A(Enum):\n x=1\n y=1",
    "class A(Enum):\n x=auto()\n y=auto()\n z=7\n w=auto()\nr=list(A)",
    "class A(Enum):\n x='a'\n y=auto()\nr=list(A)",
    "class A(Enum):\n def _generate_next_value_(name,start,count,last): return name.lower()\n X=auto()\n Y=auto()\nr=list(A)",
    "class A(Enum):\n x=1\n def _generate_next_value_(name,start,count,last): return name.lower()",
    "class A(Enum):\n _order_='x y'\n y=1\n x=2",
    "class A(Enum):\n _ignore_='z'\n z=3\n x=1\nr=list(A)",
    "class A(Enum):\n x=1,2\n def __init__(s,a,b): s.a=a; s.b=b\nr=A.x,A.x.a,A.x.b,A.x.value",
    "class A(Enum):\n x=1\n @classmethod\n def _missing_(cls,v): return cls.x\nr=A(99)",
    "class A(Enum):\n x=1\n @classmethod\n def _missing_(cls,v): return 5\nr=A(99)",
    "class A(Enum):\n x=1\n @classmethod\n def _missing_(cls,v): raise KeyError('k')\nr=A(99)",
    "class A(int,Enum):\n x='5'\n y=3\nr=list(A),A.x+1,A('5') if 0 else A(5)",
    "class A(str,Enum):\n x='a'\nr=str(A.x),f'{A.x}',A.x=='a',A.x.upper(),repr(A.x)",
    "class A(Enum,str):\n x='a'",
    "A=Enum('A',['x','y'],start=5);r=list(A)",
    "A=Enum('A',[('x',1),('y','q')],module='m',qualname='Q.A');r=list(A),A.__module__,A.__qualname__",
    "A=Enum('A',{'x':1},type=int);r=list(A),A.__mro__",
    "A=Enum('A',None)",
    "Enum('A')"]
for source in SOURCES:
    namespace = {'__name__': 'script'}
    try:
        exec("from enum import *\n" + source, namespace)
        print('ok', namespace.get('r'))
    except BaseException as error: print(type(error).__name__, error)
