class C:
    def __len__(self): return -1
    def __bool__(self): return 1
    def __iter__(self): return 1
    def __index__(self): return "a"
    def __init__(self, result=None): return result
    def __repr__(self): return 1
    __contains__ = None
class D:
    def __len__(self): return 1 << 70
    __iter__ = None
    __call__ = None
tries = [lambda: len(C()), lambda: bool(C()), lambda: iter(C()), lambda: [1][C()], lambda: C(1),
         lambda: repr(C()), lambda: 1 in C(), lambda: len(D()), lambda: list(D()), lambda: D()(),
         lambda: D()[0], lambda: D().x, lambda: next(D())]
for each in tries:
    try:
        each()
    except Exception as error:
        print(type(error).__name__, error)
