class V:
    def __init__(self, x): self.x = x
    def __add__(self, other):
        return V(self.x + other.x) if isinstance(other, V) else NotImplemented
    def __radd__(self, other): return ("radd", other)
    def __iadd__(self, other): self.x += 100; return self
    def __neg__(self): return V(-self.x)
    def __matmul__(self, other): return "matmul"
    def __repr__(self): return f"V({self.x})"
class W(V):
    def __radd__(self, other): return ("W.radd", other)
print(V(1) + V(2), 5 + V(1), V(1) + W(2), W(1) + V(2), -V(3), V(1) @ 2)
v = V(1)
v += 1
print(v)
for make in [lambda: V(1) + 1, lambda: V(1) - V(2), lambda: ~V(1), lambda: V(1) < V(2)]:
    try:
        print(make())
    except TypeError as error:
        print(error)
class Int(int):
    def __add__(self, other): return "Int.__add__"
print(Int(3) + 1, 1 + Int(3), Int(3) * 2, type(Int(3) * 2))
