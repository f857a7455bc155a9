# A collection while a deep chain is being destroyed.
import gc


class Thing:
    def __del__(self):
        gc.collect()


for depth in (10, 49, 50, 51, 200, 1000):
    chain = Thing()
    for step in range(depth):
        chain = [chain, Thing()] if step % 20 == 0 else [chain]
    del chain
print("alive")  # expect: alive
