# Callbacks, statistics, kept garbage, and objects out of the collector's sight.

import gc
import weakref


class N:
    pass


def cycle():
    node = N()
    node.me = node
    return weakref.ref(node)


gc.collect()
inner = []
outer = [inner]
print(any(each is outer for each in gc.get_referrers(inner)))
print(any(each is outer for each in gc.get_objects()), gc.get_referents(outer) == [[]])
events = []
gc.callbacks.append(lambda phase, info: events.append((phase, sorted(info), info['generation'])))
cycle()
before = gc.get_stats()[2]['collections']
gc.collect()
gc.callbacks.clear()
print(events, gc.get_stats()[2]['collections'] - before)
gc.set_debug(gc.DEBUG_SAVEALL)
cycle()
gc.collect()
gc.set_debug(0)
print(any(isinstance(each, N) for each in gc.garbage))
gc.garbage.clear()
print(gc.collect() > 0)
reference = cycle()
gc.freeze()
gc.collect()
print(reference() is None, gc.get_freeze_count() > 0)
gc.unfreeze()
gc.collect()
print(reference() is None, gc.get_freeze_count())
