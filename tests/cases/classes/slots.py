class S:
    __slots__ = ("a", "__private")
    def __init__(self): self.__private = 1
    def get(self): return self.__private
s = S()
s.a = 2
print(s.a, s.get(), S.a, hasattr(s, "__dict__"))
for name in ["b", "__dict__"]:
    try:
        setattr(s, name, 1)
    except AttributeError as error:
        print(error)
del s.a
try:
    s.a
except AttributeError as error:
    print(error)
class T(S):
    __slots__ = ["c", "__dict__"]
t = T()
t.a, t.c, t.free = 1, 2, 3
print(t.a, t.c, t.__dict__)
class U(T): pass
u = U()
u.a = u.z = 4
print(u.a, u.__dict__)
for slots, extra in [(1, {}), ([1], {}), (["a b"], {}), (["x"], {"x": 1}), (["__dict__"] * 2, {})]:
    try:
        type("X", (), {"__slots__": slots, **extra})
    except (TypeError, ValueError) as error:
        print(error)
