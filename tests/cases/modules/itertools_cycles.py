# Iterators that refer to themselves are found by the collector.

import gc
import weakref
from itertools import accumulate, chain, cycle, groupby, islice, repeat, starmap, tee, zip_longest


class Node:
    pass


def made(make):
    node = Node()
    node.iterator = make(node)
    return weakref.ref(node)


gc.collect()
for make in (
    lambda node: chain([node]),
    lambda node: cycle([node]),
    lambda node: repeat(node),
    lambda node: islice([node], 1),
    lambda node: accumulate([node]),
    lambda node: starmap(print, [node]),
    lambda node: zip_longest([node], fillvalue=node),
    lambda node: groupby([node]),
    lambda node: tee([node])[0],
):
    reference = made(make)
    gc.collect()
    print(reference() is None)
