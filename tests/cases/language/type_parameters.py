# Type parameters, generic classes and type statements at run time.
from _outcome import outcome

outcome("""\
def f[T](x: T) -> T: return x
r=f(1), f.__type_params__, f.__annotations__
""")
outcome("""\
class A[T]:
  def m[U](self, x: T, y: U) -> U: return y
r=A().m(1,2), A.__type_params__, A.__parameters__, A.__bases__, A.__orig_bases__, A.__mro__, A[int], A[int].__args__, A[int].__origin__, A[int]().__orig_class__
""")
outcome("""\
class A[T]: pass
A[int,str]
""")
outcome("""\
class A[T,U]: pass
A[int]
""")
outcome("""\
class A: pass
A[int]
""")
outcome("""\
class A[T]: pass
class B(A[int]): pass
r=B.__bases__, B.__orig_bases__, B.__parameters__, B.__mro__
B[int]
""")
outcome("""\
class A[T]: pass
class B[U](A[U]): pass
r=B.__bases__, B.__parameters__, B[str], B[str].__parameters__
""")
outcome("""\
type X = int
r=X, X.__value__, X.__name__, X.__type_params__, type(X), X.__module__
""")
outcome("""\
type X[T] = list[T]
r=X[int], X.__type_params__, X.__value__, X[int].__origin__ is X, X.__parameters__, X[int].__args__
""")
outcome("""\
type X = X2
X.__value__
""")
outcome("""\
type X = list[X]
r=X.__value__
""")
outcome("""\
type X=int
X[int]
""")
outcome("""\
type X=int
r=repr(X|None)
""")
outcome("""\
def f[T: undefined](): pass
r=f.__type_params__[0]
r.__bound__
""")
outcome("""\
def f[T=int](): pass
T=f.__type_params__[0]; r=T.__default__, T.has_default()
""")
outcome("""\
def f[T](): pass
T=f.__type_params__[0]; r=T.__default__, T.has_default()
""")
outcome("""\
class A[T=int]: pass
r=A[()] if 0 else A[str]
""")
outcome("""\
class A[T, U=int]: pass
r=A[str].__args__
""")
outcome("""\
class A[*Ts]: pass
r=A[int,str]
""")
outcome("""\
class A[T]:
  x: T
  y = T
r=A.__annotations__, A.y
""")
outcome("""\
def f[T](x): return T
r=f(1)
""")
outcome("""\
class A[T]:
  class B: t=T
r=A.B.t
""")
outcome("""\
def f[T, T](): pass
""")
outcome("""\
class A[T](metaclass=type): pass
r=A.__name__
""")
outcome("""\
def deco(c): return c
@deco
class A[T]: pass
r=A
""")
outcome("""\
async def f[T](x:T): return x
r=f.__type_params__
""")
outcome("""\
class A[T]: pass
class B(A): pass
r=B.__mro__, isinstance(B(),A)
""")
outcome("""\
class A[T]: pass
class B: pass
class C[T](B, A[T]): pass
r=C.__mro__,C.__parameters__
""")
outcome("""\
class A[T]: pass
isinstance(A(), A[int])
""")
outcome("""\
class A[T]:
  def __init__(self,x): self.x=x
r=A[int](5).x
""")
outcome("""\
class A[T]: pass
A[int].foo
""")
outcome("""\
def f[**P](): return P
r=f(), f().args, f().kwargs
""")
outcome("""\
def f[*Ts](*a: *Ts): pass
r=f.__annotations__
""")
outcome("""\
def f[T](a: T, b=T): pass
""")
outcome("""\
type A[T: int, *Ts, **P] = tuple[T, *Ts]
r=A.__type_params__
""")
outcome("""\
type = 5
r=type
""")
outcome("""\
x=1
class A[T]:
  x=2
  def f(self): return x
r=A().f()
""")
outcome("""\
class A[T]: pass
r=A[T] if 0 else 1
""")
outcome("""\
def f[T](): 
  def g(): nonlocal T
""")
outcome("""\
class A[T]:
  T = 5
r=A.T
""")
outcome("""\
class A[__T]: pass
r=A.__type_params__
""")
