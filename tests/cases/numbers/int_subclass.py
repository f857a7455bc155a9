# A subclass of int keeps its type until arithmetic makes a plain int of it.
class Small(int):
    def __repr__(self):
        return f'Small({int(self)})'

class Length(int):
    def __new__(cls, value, unit):
        self = super().__new__(cls, value)
        self.unit = unit
        return self

a, b = Small(5), Small(2**70)
print(a, b, a + 1, type(a + 1), type(-a), type(+a), type(int(b)), a == 5, hash(a) == hash(5), {5: 'x'}[a])
print(Length(3, 'm').unit, Length('12', 'km') * 2, isinstance(Length(1, ''), int), Small.from_bytes(b'\x01'))
print(Small(), Small('ff', 16), Small(True), a.real, type(a.real), bool(Small(0)), a < Small(6), [1, 2, 3][Small(1)])
class Indexed:
    def __index__(self):
        return 3
print(int(Indexed()), 10 .__round__(Indexed()), [0, 1, 2, 3][Indexed()], float(Indexed()), complex(Indexed()))
