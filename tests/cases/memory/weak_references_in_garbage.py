# Weak references and their callbacks when cycles are collected.
import gc
import weakref

gc.disable()
log = []


class Node:
    def __init__(self, name):
        self.name = name

    def note(self, reference):
        log.append(('method of garbage', self.name))


def note(reference):
    log.append(('callback', reference() is None, [other() is None for other in outside]))


def cycle():
    a, b = Node('a'), Node('b')
    a.other, b.other = b, a
    return a, b


# References from outside: all are empty before the first callback runs.
a, b = cycle()
outside = [weakref.ref(a, note), weakref.ref(b, note), weakref.ref(a)]
del a, b
gc.collect()
print(log, [other() for other in outside])
log.clear()

# Those that are garbage themselves never call.
a, b = cycle()
a.reference, b.reference = weakref.ref(b, a.note), weakref.ref(a, b.note)
outside = [weakref.ref(Node('gone'), note)]
log.clear()
del a, b
gc.collect()
print(log)

# A reference in the garbage to what lives on is empty from then on, and does not call.
target = Node('target')
a, b = cycle()
a.reference = weakref.ref(target, a.note)
del a, b
gc.collect()
del target
print(log)

# A callback that is garbage, and a reference to it from outside.
c, d = Node('c'), Node('d')
c.other, d.other = d, c
callback = c.note
c.reference, d.reference = weakref.ref(d, callback), weakref.ref(callback, d.note)
outside = [weakref.ref(callback, note)]
del callback, c, d
print(log)
gc.collect()
print(log, outside[0]())
