class A:
    def name(self): return __class__.__name__
    def outer(self):
        def inner(): return __class__
        return inner()
print(A().name(), A().outer() is A)
class Drop(type):
    def __new__(meta, name, bases, namespace):
        namespace.pop("__classcell__", None)
        return super().__new__(meta, name, bases, namespace)
try:
    class B(metaclass=Drop):
        def f(self): return __class__
except RuntimeError as error:
    print(error)
try:
    type("C", (), {"__classcell__": 1})
except TypeError as error:
    print(error)
