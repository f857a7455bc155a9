# A subclass of tuple with attributes and a __new__ of its own.
class Point(tuple):
    def __new__(cls, x, y):
        return super().__new__(cls, (x, y))

    @property
    def x(self):
        return self[0]

p = Point(3, 4)
p.name = "corner"
print(p, p.x, p.name, p == (3, 4), hash(p) == hash((3, 4)), type(p[:]).__name__)
x, y = p
print(x, y, {p: 1}[(3, 4)], type(p + (1,)).__name__)
