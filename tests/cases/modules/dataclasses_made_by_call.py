# dataclasses: make_dataclass, its refusals, and replace
import dataclasses

def t(label, f):
    try: print(label, '->', f())
    except BaseException as e: print(label, '!!', type(e).__name__, e)

for bad in [['x', ('y', int, 1), ('x', int)], [('a',)], ['1a'], ['for'], [1]]:
    t('md %r' % (bad,), lambda: dataclasses.make_dataclass('D', bad))
D = dataclasses.make_dataclass('D', ['x', ('y', int, 5), ('z', list, dataclasses.field(default_factory=list))], frozen=True, slots=True, order=True)
t('D', lambda: (D(1), D(1) < D(2), D.__slots__, D.__module__, dataclasses.asdict(D(3)), dataclasses.replace(D(1), y=9)))
t('Drep', lambda: dataclasses.replace(D(1), q=9))
