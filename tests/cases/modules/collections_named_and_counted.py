# collections: refused names of fields, arithmetic of counters
import collections

def t(label, f):
    try: print(label, '->', f())
    except BaseException as e: print(label, '!!', type(e).__name__, e)

for bad in ('a b a', 'a _b', 'a for', '1'): t('nt ' + bad, lambda: collections.namedtuple('X', bad)); t('ntr ' + bad, lambda: collections.namedtuple('X', bad, rename=True)._fields)
t('ntd', lambda: collections.namedtuple('X', 'a b', defaults=(1, 2, 3)))
C = collections.Counter
a, c = C('aabbc'), C(a=-1, b=5, d=-2)
t('C', lambda: (a + c, a - c, a | c, a & c, -c, +c)); t('C+', lambda: a + 1)
a.subtract('az'); a.update(c, q=3); t('Cu', lambda: a); t('Crep', lambda: C(a=1, b='x'))
