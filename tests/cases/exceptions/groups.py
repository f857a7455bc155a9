# Exception groups: which class, text, derive, split and subgroup.
E, B = ExceptionGroup, BaseExceptionGroup
g = E('m', [ValueError(1), E('n', [TypeError(2), KeyError(3)])])
print(repr(g), str(g), g.message, g.exceptions, E.__mro__)
print(repr(B('m', [ValueError()])), repr(B('m', [KeyboardInterrupt()])), str(E('x', (ValueError(),))))
print(g.split(ValueError), g.split((TypeError, KeyError)), g.subgroup(OSError), g.split(E), sep='\n')
print(g.subgroup(lambda e: isinstance(e, KeyError)), g.derive([OSError()]), g.split(Exception)[0] is g)
for args in [('m',), ('m', []), ('m', 3), (3, [ValueError()]), ('m', [1]), ('m', [KeyboardInterrupt()]), ('m', {ValueError()})]:
    try:
        E(*args)
    except Exception as e:
        print(type(e).__name__, e)
for condition in (3, int, (ValueError, 3)):
    try:
        g.split(condition)
    except TypeError as e:
        print(e)
class Mine(E):
    def derive(self, excs):
        return Mine(self.message + '!', excs)
m = Mine('mine', [ValueError(1), TypeError(2)])
m.add_note('note')
left, right = m.split(ValueError)
print(repr(left), repr(right), left.__notes__, left.__notes__ is m.__notes__)
