class A:
    def f(self): return "A"
class B:
    def f(self): return "B"
class S: __slots__ = ("x",)
class S2: __slots__ = ("x",)
class S3: __slots__ = ("y",)
a = A()
a.v = 1
a.__class__ = B
print(a.f(), a.v, type(a) is B)
s = S()
s.x = 5
s.__class__ = S2
print(s.x, type(s) is S2)
for target, new in [(a, S), (a, int), (a, 1), (1, A), (s, S3)]:
    try:
        target.__class__ = new
    except TypeError as error:
        print(error)
class C(A): pass
c = C()
C.__bases__ = (B,)
print(c.f(), C.__mro__ == (C, B, object), A.__subclasses__())
