# The reference and what it refers to are destroyed together, deep inside a chain.
import weakref


class Thing:
    pass


def callback(reference):
    print("called")


for depth in range(40, 60):
    thing = Thing()
    chain = [weakref.ref(thing), thing, weakref.ref(thing)]
    del thing
    for _ in range(depth):
        chain = [chain, 1]
    del chain
print("alive")  # expect: alive
