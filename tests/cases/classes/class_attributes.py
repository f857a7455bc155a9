class A:
    "Doc."
    x: int = 1
    def f(self): pass
print(A.__name__, A.__qualname__, A.__module__, A.__doc__, A.__annotations__)
print(A.f.__qualname__, A.__dict__["x"], type(A.__dict__).__name__, A.__type_params__)
A.__name__ = "Renamed"
A.__qualname__ = "Outer.Renamed"
A.__doc__ = "New."
print(A, A.__name__, A().__doc__)
def attempt(do):
    try:
        do()
    except Exception as error:
        print(type(error).__name__, error)
attempt(lambda: setattr(A, "__name__", 1))
attempt(lambda: setattr(A, "__bases__", ()))
attempt(lambda: setattr(int, "x", 1))
attempt(lambda: delattr(A, "missing"))
attempt(lambda: A.__abstractmethods__)
attempt(lambda: int.__annotations__)
attempt(lambda: setattr(A, "__mro__", ()))
def local():
    class Inner: pass
    return Inner
print(local(), local().__qualname__)
