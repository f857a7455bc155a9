class A:
    def __init__(self): self.real = 1
    def __getattr__(self, name): return "missing " + name
    def __setattr__(self, name, value):
        print("set", name)
        super().__setattr__(name, value)
    def __delattr__(self, name):
        print("del", name)
        super().__delattr__(name)
a = A()
print(a.real, a.other)
del a.real
print(a.real)
class B:
    x = 1
    def __getattribute__(self, name):
        if name == "hidden":
            raise AttributeError(name)
        return ("got", name)
print(B().x, hasattr(B(), "hidden"))
class C(B):
    def __getattr__(self, name): return "fallback"
print(C().hidden, C().x)
A.__getattr__ = lambda self, name: "changed"
print(a.other)
del A.__getattr__
try:
    a.other
except AttributeError as error:
    print(error)
