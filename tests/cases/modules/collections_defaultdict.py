# collections.defaultdict: factory, missing keys, operators
from collections import defaultdict
dd = defaultdict(list, {1: 2})
class DD(defaultdict): pass

TEXTS = r'''1 in d
d.count(1)
d.index(1)
d.remove(1)
d==deque([1,2])
dd.__missing__(9)
dd'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

dd.default_factory = None
try: dd[1000]
except KeyError as error: print('KeyError', error)
del dd.default_factory
print(dd.default_factory)
rr = defaultdict(int); rr[1] = rr; print(rr)
class M(defaultdict):
    def __missing__(self, key): return key * 2
print(M(int)[4], M(int))
words = defaultdict(int)
for w in 'a b a c a'.split(): words[w] += 1
print(words, words.copy() == words, type(words.copy()))
