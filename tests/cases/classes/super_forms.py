class A:
    def who(self): return "A"
    @classmethod
    def make(cls): return cls.__name__
    @property
    def value(self): return 1
class B(A):
    def who(self): return "B" + super().who()
    @classmethod
    def make(cls): return "B" + super().make()
    @property
    def value(self): return super().value + 1
    def nested(self):
        return (lambda: super(B, self).who())()
class C(B):
    def who(self): return "C" + super(C, self).who()
c = C()
print(c.who(), C.make(), c.value, c.nested(), super(B, c).who())
print(super(B, c), super(B, C), super(B))
for args in [(), (1,), (int, "a"), (int, 1, 2)]:
    try:
        super(*args)
    except (TypeError, RuntimeError) as error:
        print(type(error).__name__, error)
try:
    super(B, c).missing
except AttributeError as error:
    print(error)
