# Arguments in the place of type variables, in aliases and generic classes.
from typing import *


def show(make):
    try:
        print(make())
    except Exception as error:
        print(type(error).__name__, error)


T=TypeVar('T'); Ts=TypeVarTuple('Ts'); P=ParamSpec('P'); U=TypeVar('U'); V=TypeVar('V')
D=TypeVar('D',default=int); DP=ParamSpec('DP',default=[int]);DT=TypeVarTuple('DT',default=Unpack[tuple[int,str]])
show(lambda: tuple[T,U,V][int])
show(lambda: tuple[T,U,V][()])
show(lambda: tuple[T,U,D][int])
show(lambda: tuple[T,U,D][int,str])
show(lambda: tuple[T,D][int,str,bool])
show(lambda: tuple[T,*DT][int])
show(lambda: tuple[T,D,*DT][int])
show(lambda: tuple[D,*DT][()])
show(lambda: dict[T,DP][int])
show(lambda: list[P][[int,T]].__parameters__)
show(lambda: list[P][[int,T]][str])
show(lambda: list[[T]][str])
show(lambda: tuple[*Ts,*Ts][int])
show(lambda: tuple[*Ts,*DT][int])
show(lambda: tuple[[T],T][int])
show(lambda: (T|int)[str])
show(lambda: (list[T]|int)[str])
show(lambda: (list[T]|int)[str,int])
show(lambda: (list[T]|dict[T,U])[str,int])
class C[T,*Q]: pass
show(lambda: (C.__orig_bases__, type(C.__orig_bases__[0]), C.__parameters__, C.__bases__, C.__mro__))
show(lambda: (C[int,str,bool], type(C[int]), C[int]().__orig_class__))
show(lambda: C[()])
show(lambda: isinstance(C(), Generic))
show(lambda: isinstance(C(), C[int]))
class G(Generic[T,D]): pass
show(lambda: (G[int], G.__orig_bases__, G.__mro__, G[T,U][int,str]))
show(lambda: G[int,str,bool]); show(lambda: G[()])
class K[X: undefined, Y: (und1, und2), Z = und3]: pass
X,Y,Z=K.__type_params__
show(lambda: X.__bound__); show(lambda: Y.__constraints__); show(lambda: Z.__default__); show(lambda: Z.has_default())
undefined=int; und1=str; und2=bytes; und3=list
show(lambda: (X.__bound__, Y.__constraints__, Z.__default__, X,Y,Z, X.__infer_variance__))
show(lambda: K[int,str])
show(lambda: K[int])
class H[**P]: pass
show(lambda: (H[int,str], H[[int,str]], H[...], H[int].__args__))
class I[T,**P]: pass
show(lambda: I[int,[str]]); show(lambda: I[int,str]); show(lambda: I[int])
def mk():
    class Q[T](Generic[T]): pass
show(mk)
def mk():
    class Q(Generic[T],Generic[U]): pass
show(mk)
def mk():
    class Q(Generic[T],List[U]): pass
show(mk)
def mk():
    class Q(Generic): pass
show(mk)
show(lambda: Generic[int]); show(lambda: Generic[()]); show(lambda: Generic[T,T]); show(lambda: Generic[Ts]); show(lambda: Generic['T']); show(lambda: Generic[T][int])
show(lambda: Protocol[int]); show(lambda: Protocol[()]); show(lambda: Protocol[T,T]);
class PP(Protocol[T]): x: T
show(lambda: (PP[int], PP.__parameters__, PP.__bases__, PP.__mro__))
def f[A, B](a: A, b: 'B') -> 'dict[A, B]': pass
show(lambda: get_type_hints(f))
class W[A]:
    x: 'A'
    def m[B](self, a: 'A', b: 'B'): pass
show(lambda: get_type_hints(W)); show(lambda: get_type_hints(W.m))
type R[A] = list[R[A]] | A
show(lambda: (R.__value__, R[int], get_origin(R[int]), get_args(R[int])))
show(lambda: get_args(T|int)); show(lambda: get_origin(T|int)); show(lambda: get_origin(P.args))
show(lambda: Callable[P,T][[int],str]); show(lambda: Callable[Concatenate[int,P],T][[int],str]); show(lambda: Callable[[T],U][int,str])
import collections.abc as ca
show(lambda: ca.Callable[P,T][[int],str]); show(lambda: ca.Callable[[T],U][int,str]); show(lambda: ca.Callable[[*Ts],U][int,str,bool]); show(lambda: ca.Callable[[T],U].__parameters__)
class L[T](list[T]): pass
show(lambda: (L([1]), L[int], L.__orig_bases__, L.__mro__))
class M(L[int]): pass
show(lambda: (M.__orig_bases__, M.__mro__, M.__parameters__))
show(lambda: M[int])
class Sl(Generic[T]): __slots__=('a',)
show(lambda: Sl().__dict__)
show(lambda: list[P][3]); show(lambda: list[P][()]); show(lambda: tuple[T,P][int])
show(lambda: Unpack[Ts]); show(lambda: Unpack[Ts][int,str])
show(lambda: A[int]|T)
show(lambda: Optional[T][int]); show(lambda: Union[T,U][int,int])
show(lambda: List[T][U]); show(lambda: Dict[T,U][int])
show(lambda: (ParamSpec('P').__bound__))
class J[**P]: pass
show(lambda: (J.__type_params__[0].__bound__))
show(lambda: tuple[T,U,*Ts][*tuple[int,...]])
show(lambda: tuple[T,U,*Ts][*tuple[int,...],*tuple[str,...]])
show(lambda: Tuple[T,*DT][int])
show(lambda: Tuple[T,*Ts][int,str,bool])
class CC(Generic[T,*DT]): pass
show(lambda: CC[int])
show(lambda: CC[int,*tuple[str,bool]])
show(lambda: T.__class__)
def g[T:(int,str)=int](x:T)->T: pass
show(lambda: (g.__type_params__, g.__type_params__[0].__module__))
show(lambda: hash(T)==hash(T))
import weakref; show(lambda: weakref.ref(T)() is T)
show(lambda: {T:1}[T])
