# enum: what values give that no member has
import enum

def t(label, f):
    try: print(label, '->', f())
    except BaseException as e: print(label, '!!', type(e).__name__, e)

class E(enum.Flag):
    A = 1; B = 2; C = 4; AB = 3
for v in (8, -1, -2, 'x', 0, 7, -9):
    t('E %r' % (v,), lambda: E(v))
class K(enum.IntFlag):
    A = 1; B = 4
for v in (2, 3, -1, 16, 'x', 21): t('K %r' % (v,), lambda: (K(v), str(K(v)), ~K(v)))
t('Efun', lambda: list(enum.Enum('Q', 'a b c')))
t('Efun2', lambda: list(enum.Enum('Q', [('a', 1), ('b', [2])])))
t('Efun3', lambda: enum.Enum('Q', {'a': [1]})([1]))
t('Emis', lambda: enum.Enum('Q', 'a')(7))
t('Enom', lambda: enum.Enum('Q', '')(7))
t('S', lambda: enum.StrEnum('S', 'a b')('c'))
def mk(): 
    class X(enum.StrEnum):
        a = 1
t('S1', mk)
def mk2():
    class X(enum.StrEnum):
        a = 'x', 5
t('S2', mk2)
t('dirE', lambda: dir(E.A)); t('dirEc', lambda: dir(E))
