# A weak reference does not bring back what waits for its destruction.
import gc
import weakref


class Link:
    def __init__(self, parent):
        if parent:
            own = weakref.ref(self)
            self.parent = weakref.ref(parent, lambda _: own())


chain = weakref.WeakKeyDictionary()
root = last = Link(None)
for _ in range(300):
    chain[last] = last = Link(last)
del root, last
gc.collect()
print(len(chain))  # expect: 0
