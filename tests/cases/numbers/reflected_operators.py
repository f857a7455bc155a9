# What Python classes add to numbers: reflected methods, subclasses first.
class N:
    def __radd__(self, other): return f'radd {other}'
    def __rsub__(self, other): return f'rsub {other}'
    def __rpow__(self, other): return f'rpow {other}'
    def __rdivmod__(self, other): return f'rdivmod {other}'
    def __rlshift__(self, other): return f'rlshift {other}'
class I(int):
    def __radd__(self, other): return 'I.radd'
    def __add__(self, other): return 'I.add'
    def __rmul__(self, other): return NotImplemented
class F(float):
    def __rtruediv__(self, other): return 'F.rtruediv'
print(1 + N(), 1.5 - N(), 2 ** N(), divmod(7, N()), 1 << N(), 1j + N())
print(1 + I(2), I(2) + 1, 3 * I(2), 1.0 + I(2), I(2) + 1.0, 4 / F(2), 4.0 / F(2), F(2) / 4)
print((1).__add__(1.5), (1.5).__add__(1), (1).__radd__(2), (2).__rpow__(3), (2).__pow__(3, 5), (1).__lt__(1.5), (1.5).__lt__(2))
