class A: pass
class B(A): pass
class C(A): pass
class D(B, C): pass
print([c.__name__ for c in D.__mro__], D.__bases__, D.__base__)
for bases in [(A, B), (A, A), (int, str), (bool,), (1,)]:
    try:
        type("X", bases, {})
    except TypeError as error:
        print(error)
print(A.__subclasses__() == [B, C], D.mro() == list(D.__mro__))
