# `mro()` of a metaclass may assign `__bases__`: no cycle comes of it, and the last assignment stays.
armed = False


class Meta(type):
    def mro(cls):
        hook(cls)
        return type.mro(cls)


def hook(cls):
    global armed
    if armed and cls.__name__ == "C":
        armed = False
        C.__bases__ = (B2,)


class A(metaclass=Meta):
    pass


class B1(A):
    pass


class B2(A):
    pass


class C(A):
    pass


armed = True
C.__bases__ = (B1,)
B1.__bases__ = (C,)
print(C.__bases__, B2.__subclasses__(), C.__subclasses__())  # expect: (<class '__main__.B2'>,) [<class '__main__.C'>] [<class '__main__.B1'>]


class D1(A):
    pass


class D2(A):
    pass


def hook(cls):
    if cls.__name__ == "D1":
        D2.__bases__ = (D1,)
    if cls.__name__ == "D2":
        D1.__bases__ = (D2,)


try:
    D1.__bases__ += ()
except TypeError as error:
    print(error)  # expect: a __bases__ item causes an inheritance cycle


# `__class__` is known while the order is made.
class Asks(type):
    def mro(cls):
        print(cls.__dict__["own"]().__name__)  # expect: Asked
        return type.mro(cls)


class Asked(metaclass=Asks):
    def own():
        return __class__


nested = int
for _ in range(20_000):
    nested = (nested,)
for ask in (lambda: isinstance("", nested), lambda: issubclass(str, nested)):
    try:
        ask()
    except RecursionError as error:
        print(type(error).__name__)
# expect: RecursionError
# expect: RecursionError
while type(nested) is tuple:
    nested, = nested
