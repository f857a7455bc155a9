# A heap of many items, the best of them, and sorted iterables merged.

import heapq

numbers = [(i * 7919) % 1009 for i in range(300)]
heap = list(numbers)
heapq.heapify(heap)
print(heap[:20], heap[-5:])
print([heapq.heappop(heap) for _ in range(20)], heap[:10])
pairs = [(i % 7, i) for i in range(200)]
print(heapq.nsmallest(5, pairs, key=lambda pair: pair[0]))
print(heapq.nlargest(5, iter(pairs), key=lambda pair: pair[0]))
print(list(heapq.merge(*(range(start, 40, 9) for start in range(5)))))
merged = heapq.merge([1, 4], iter([2, 3]))
print(next(merged), list(merged), list(merged))
