class Base:
    registry = []
    def __init_subclass__(cls, /, tag=None, **keywords):
        super().__init_subclass__(**keywords)
        cls.registry.append((cls.__name__, tag))
    def __class_getitem__(cls, key): return cls.__name__, key
class A(Base, tag="a"): pass
class B(A): pass
print(Base.registry, A[1], B[1, 2])
for make in [lambda: type("C", (), {}, x=1), lambda: type("D", (Base,), {}, wrong=1), lambda: int[0]]:
    try:
        make()
    except TypeError as error:
        print(error)
