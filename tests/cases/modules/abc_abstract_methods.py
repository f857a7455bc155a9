# normalise: addr
# abc: abstract methods, registration, hooks
import abc
class A(abc.ABC):
    @abc.abstractmethod
    def f(self): pass
    @property
    @abc.abstractmethod
    def p(self): pass
    @classmethod
    @abc.abstractmethod
    def c(cls): pass
class B(A):
    def f(self): return 1
class Full(B):
    p = 2
    @classmethod
    def c(cls): return 3

TEXTS = r'''sorted(A.__abstractmethods__)
sorted(B.__abstractmethods__)
Full.__abstractmethods__
A()
B()
Full().f(), Full().p, Full.c()
abc.ABCMeta.register(A,1)
A.register(A) is A
abc.ABCMeta.__subclasscheck__(A,1)
issubclass(1,A)
isinstance(1,A)
A.register(int)
isinstance(1,A)
issubclass(bool,A)
abc.abstractmethod(1)
abc.update_abstractmethods(int)
abc.ABCMeta()
abc.ABCMeta('x')
abc.ABC()
int.register
repr(abc.ABC)
type(abc.ABC)
A.p.__isabstractmethod__
A.__dict__['c'].__isabstractmethod__
A.__flags__ & 1 << 20 != 0'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

class H(metaclass=abc.ABCMeta):
    @classmethod
    def __subclasshook__(cls, other):
        return 'quack' in other.__dict__ or NotImplemented
class Duck: quack = 1
class Dog: pass
print(issubclass(Duck, H), isinstance(Duck(), H), isinstance(Dog(), H))
H.register(Dog)
print(isinstance(Dog(), H), issubclass(type('Puppy', (Dog,), {}), H))
class Wrong(metaclass=abc.ABCMeta):
    __subclasshook__ = classmethod(lambda cls, c: 5)
try: issubclass(int, Wrong)
except AssertionError as error: print(error)
class Up(abc.ABC): pass
class Down(Up): pass
try: Down.register(Up)
except RuntimeError as error: print(error)
before = abc.get_cache_token()
Up.register(str)
print(abc.get_cache_token() != before, isinstance('', Up))
B.p = B.c = None
print(abc.update_abstractmethods(B).__abstractmethods__, B().f())
class K(abc.ABC, metaclass=abc.ABCMeta):
    def __init_subclass__(cls, /, **kwargs): print('sub', cls.__name__, kwargs)
class L(K, flag=1): pass
