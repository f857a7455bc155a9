# isinstance and issubclass: classes, tuples, metaclasses, and what is no class.
class A: pass
class B(A): pass

class Meta(type):
    def __instancecheck__(cls, value):
        return value == "magic"
    def __subclasscheck__(cls, sub):
        return sub is int

class Magic(metaclass=Meta): pass

print(isinstance(1, int), isinstance(True, int), isinstance(B(), A), isinstance(A(), B), isinstance(1, (str, (int,))))
print(issubclass(B, A), issubclass(A, A), issubclass(bool, (str, int)), issubclass(A, object), isinstance(A, type))
print(isinstance("magic", Magic), isinstance(1, Magic), issubclass(int, Magic), issubclass(str, Magic), isinstance(Magic(), Magic))
for action in (lambda: isinstance(1, 1), lambda: isinstance(1, [int]), lambda: issubclass(1, int), lambda: issubclass(int, 1)):
    try:
        action()
    except TypeError as error:
        print(error)

class Proxy:
    __class__ = int

print(isinstance(Proxy(), int), isinstance(Proxy(), Proxy), type(Proxy()) is Proxy)
