# Heaps compare in CPython's order, and a list that changes meanwhile is an error.

import heapq


class Log:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        print('lt', self.value, other.value)
        return self.value < other.value


heap = [Log(value) for value in (4, 2, 7, 1)]
heapq.heapify(heap)
heapq.heappop(heap)
heapq.heappush(heap, Log(3))
heapq.heappushpop(heap, Log(5))
heapq.heapreplace(heap, Log(6))
print([item.value for item in heap])


class Clearing:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        shared.clear()
        return self.value < other.value


for change in (heapq.heapify, heapq.heappop, lambda heap: heapq.heappush(heap, Clearing(0)),
               lambda heap: heapq.heapreplace(heap, Clearing(9))):
    shared = [Clearing(value) for value in (3, 2, 1, 5, 4)]
    try:
        change(shared)
    except RuntimeError as error:
        print(error)
