class A: pass
class B(A): pass
b = B()
def attempt(do):
    try:
        return do()
    except TypeError as error:
        return str(error)
print(attempt(lambda: len(b)))
A.__len__ = lambda self: 5
print(attempt(lambda: len(b)))
B.__len__ = lambda self: 6
print(len(b), len(A()))
del B.__len__
print(len(b))
del A.__len__
print(attempt(lambda: len(b)))
A.__add__ = lambda self, other: "sum"
A.__call__ = lambda self, x: x
A.attr = property(lambda self: "prop")
print(b + 1, b(3), b.attr)
for value in (1, 2):
    A.x = value
    print(b.x)
