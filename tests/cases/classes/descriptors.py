class D:
    def __set_name__(self, owner, name): print("name", owner.__name__, name)
    def __get__(self, instance, owner): return instance is None, owner.__name__
    def __set__(self, instance, value): print("set", value)
    def __delete__(self, instance): print("delete")
class NonData:
    def __get__(self, instance, owner): return "computed"
class OnlySet:
    def __set__(self, instance, value): instance.__dict__["s"] = value
class C:
    d = D()
    n = NonData()
    s = OnlySet()
c = C()
print(C.d, c.d, c.n)
c.d = 1
del c.d
c.n = "own"
c.s = 5
print(c.n, c.s, c.__dict__)
try:
    del c.s
except AttributeError as error:
    print(error)
class Bad:
    def __set_name__(self, owner, name): raise ValueError("bad")
try:
    class E: b = Bad()
except ValueError as error:
    print(error, error.__notes__)
