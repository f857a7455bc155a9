class Meta(type):
    def __instancecheck__(cls, instance): return instance == 42
    def __subclasscheck__(cls, sub): return sub is int
class Magic(metaclass=Meta): pass
print(isinstance(42, Magic), isinstance(1, Magic), issubclass(int, Magic), isinstance(Magic(), Magic))
class Proxy:
    @property
    def __class__(self): return int
print(isinstance(Proxy(), int), isinstance(Proxy(), Proxy), type(Proxy()) is Proxy)
print(isinstance(1, (str, (list, int))), issubclass(bool, (str, int)), isinstance(1, int | str))
for args in [(1, "a"), (1, (str, 2)), (1, list[int])]:
    try:
        isinstance(*args)
    except TypeError as error:
        print(error)
for args in [(1, int), (int, 1)]:
    try:
        issubclass(*args)
    except TypeError as error:
        print(error)
