# gc: what it says and what it refuses.

import gc

gc.collect()


class N:
    pass


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
sorted(n for n in dir(gc) if not n.startswith('__'))
gc.collect(3)
gc.collect(-1)
gc.collect('a')
gc.collect(generation=0) >= 0
gc.isenabled(), gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled()
gc.set_threshold(100), gc.get_threshold()[0], gc.set_threshold(200,5,3), gc.get_threshold()[:2]
gc.set_threshold(0), gc.get_threshold()[0], gc.set_threshold(2000,10,10)
gc.set_threshold()
gc.set_threshold('a')
gc.set_threshold(1,2,3,4)
len(gc.get_count())
gc.is_tracked([]), gc.is_tracked(1), gc.is_tracked('a'), gc.is_tracked(N())
gc.is_finalized(1), gc.is_finalized(N())
gc.get_debug(), gc.set_debug(0), gc.get_debug()
gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK
gc.get_objects(-2)
gc.get_objects(3)
[type(gc.get_objects(g)) for g in (None,0,1,2)]
gc.get_referents(), gc.get_referents(5)
[sorted(d) for d in gc.get_stats()]
gc.freeze(), gc.get_freeze_count()>0, gc.unfreeze(), gc.get_freeze_count()
gc.garbage, gc.callbacks
""".strip().splitlines():
    show(case)
