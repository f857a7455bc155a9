# struct_time.

import time

g = time.gmtime(1700000000.5)


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
g
g[0], g.tm_year, g.tm_zone, g.tm_gmtoff, len(g), g[:3], g[-1]
tuple(g)
g == tuple(g), hash(g)==hash(tuple(g))
time.struct_time(range(9))
time.struct_time(range(11)).tm_zone
time.struct_time(range(11)).tm_gmtoff
time.struct_time(range(9)).tm_zone
time.struct_time((1,2,3))
time.struct_time(range(12))
time.struct_time(5)
time.struct_time()
time.struct_time((1,)*9, {'tm_zone':'X'}).tm_zone
time.struct_time((1,)*9, dict(tm_gmtoff=5)).tm_gmtoff
time.struct_time(sequence=(1,)*9)
time.struct_time((1,)*9, 5)
g.n_fields, g.n_sequence_fields, g.n_unnamed_fields
g.__match_args__
g.__reduce__()
g.__replace__(tm_year=1999)
g.__replace__(foo=1)
g + (1,)
g.count(22), g.index(22)
g.tm_year
g.__class__
time.struct_time.__module__, time.struct_time.__name__
isinstance(g, tuple)
""".strip().splitlines():
    show(case)
