# Sorting is stable, also in reverse; keys are computed once per item.
words = "the quick brown fox jumps over the lazy dog".split()
print(sorted(words), sorted(words, key=len), sorted(words, key=len, reverse=True))
calls = []
words.sort(key=lambda word: calls.append(word) or word[-1])
print(words, len(calls))
print(sorted([2.5, -1, True, 3, 0.5]), sorted([1.5, -2.5, 0.0]), sorted("hello", reverse=True))
print(sorted([(1, "b"), (1, "a"), (0, "z")]), sorted([[2], [1, 5], [1]]))
big = [(i * 7919) % 1000 for i in range(1000)]
print(sorted(big) == list(range(1000)), sorted(big, reverse=True)[:3])
print(sorted(big, key=lambda i: i % 3)[:6], sorted([10**30, 5, -10**30]))
