# random: sequences that a seed fixes, and refused arguments
import random

def t(label, f):
    try: print(label, '->', f())
    except BaseException as e: print(label, '!!', type(e).__name__, e)

r = random.Random(5)
t('r', lambda: [r.sample(range(30), 7), r.sample(range(10000), 7), r.sample('abc', 2, counts=[1, 2, 3]), r.choices('abc', [1, 2, 3], k=4), r.randrange(5, -9, -3), r.randrange(1, 100, 7), r.gammavariate(.5, 2), r.gammavariate(3, 2), r.vonmisesvariate(1, 2), r.triangular(), r.triangular(3, 3, 3), r.gauss(), r.gauss()])
for args in ((0,), (5, 5), (1, 9, 0), (1, 9, -1), (5, None, 2)): t('rr %r' % (args,), lambda: r.randrange(*args))
for args in (([1, 2], [0, 0]), ([1], [float('nan')]), ([1], [float('inf')]), ([1], 3), ([1, 2], [1])): t('rc', lambda: r.choices(*args))
t('rs', lambda: r.sample({1}, 1)); t('rs2', lambda: r.sample([1], 2)); t('rs3', lambda: r.sample([1], 1.0)); t('rst', lambda: r.setstate((9, 1, 2)))
