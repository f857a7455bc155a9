# What names mean in the head of a generic class, and in annotation scopes of a class.
class __Base:
    def __init_subclass__(cls, **kwargs):
        cls.kwargs = kwargs


class Derived[T: __Base](__Base, __kwarg=1):
    pass


print(Derived.__bases__[0].__name__, Derived.kwargs, Derived.__type_params__[0].__bound__.__name__)


class Private[__T]:
    seen = __T

    def method[__U](self, a: (__T, __U)):
        pass


print(Private.seen, Private.method.__type_params__)


class Later:
    T = int
    def method[U: T](self): ...
    type Alias = T


Later.T = float
print(Later.method.__type_params__[0].__bound__, Later.Alias.__value__)

x = 'global'


def function():
    x = 'function'
    class Declared:
        global x
        type Alias = x
    Declared.x = 'class'
    class Nonlocal:
        nonlocal x
        type Alias = x
        x = 'changed'
    return Declared.Alias.__value__, Nonlocal.Alias.__value__


print(function())
for source in ('class A[T=int, U]: pass', 'def f[*Ts=int, T](): pass', 'type A[**P=int, T] = 3'):
    try:
        exec(source)
    except SyntaxError as error:
        print(error)
print(type.__type_params__, object.__type_params__)

# expect: __Base {'__kwarg': 1} __Base
# expect: __T (__U,)
# expect: <class 'float'> <class 'float'>
# expect: ('global', 'changed')
# expect: non-default type parameter 'U' follows default type parameter (<string>, line 1)
# expect: non-default type parameter 'T' follows default type parameter (<string>, line 1)
# expect: non-default type parameter 'T' follows default type parameter (<string>, line 1)
# expect: () ()
