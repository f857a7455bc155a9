class A:
    def __new__(cls, *args):
        print("new", cls.__name__, args)
        return super().__new__(cls)
    def __init__(self, *args): print("init", args)
A(1)
class Other:
    def __new__(cls): return 5
    def __init__(self): print("not reached")
print(Other())
class T(tuple):
    def __new__(cls, *items): return super().__new__(cls, items)
print(T(1, 2), type(T(1)).__name__)
class S(str):
    def __new__(cls, text): return super().__new__(cls, text + "!")
print(S("a"), len(S("abc")))
tries = [lambda: object(1), lambda: object.__new__(1), lambda: object.__new__(int),
         lambda: int.__new__(str), lambda: object.__new__(), lambda: object.__new__(A, 1).x]
class Plain: pass
tries += [lambda: Plain(1), lambda: Plain(x=1)]
for each in tries:
    try:
        each()
    except (TypeError, AttributeError) as error:
        print(error)
