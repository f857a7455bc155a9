# normalise: addr
# collections.abc: the methods that derive from a few
from collections.abc import *
class S(Sequence):
    def __init__(self, *items): self.items = list(items)
    def __getitem__(self, at): return self.items[at]
    def __len__(self): return len(self.items)
class MS(S, MutableSequence):
    def __setitem__(self, at, value): self.items[at] = value
    def __delitem__(self, at): del self.items[at]
    def insert(self, at, value): self.items.insert(at, value)
class M(MutableMapping):
    def __init__(self, **k): self.d = k
    def __getitem__(self, key): return self.d[key]
    def __setitem__(self, key, value): self.d[key] = value
    def __delitem__(self, key): del self.d[key]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
class St(MutableSet):
    def __init__(self, items=()): self.s = sorted(set(items))
    def __contains__(self, x): return x in self.s
    def __iter__(self): return iter(self.s)
    def __len__(self): return len(self.s)
    def add(self, x): self.s = sorted({*self.s, x})
    def discard(self, x): self.s = [y for y in self.s if y != x]
    def __repr__(self): return f'St({self.s})'
s, m = S(3, 1, 3), M(a=1, b=2)

TEXTS = r'''list(s)
list(reversed(s))
3 in s
s.index(3, 1)
s.index(9)
s.index(3, -1)
s.count(3)
m.get('z', 5)
'a' in m
m.keys()
list(m.items())
('a', 1) in m.items()
1 in m.values()
m == {'a': 1, 'b': 2}
m != M(a=1)
m.keys() & {'a'}
sorted(m.keys() | {'z'})
m.pop('z')
m.pop('z', 1)
m.setdefault('c', 3)
m.popitem()
m.update([('q', 1)], w=2)
dict(m)
St([1, 2]) & [2, 3]
St([1]) | St([2])
St([1, 2]) - {1}
[1, 5] - St([1])
St([1, 2]) ^ [2, 3]
St([1]) <= St([1, 2])
St([1]) < St([1])
St([1]) == {1}
St([1]).isdisjoint([2])
St().pop()
St([1]).remove(2)
St([1, 2])._hash() == hash(frozenset([1, 2]))
St([1]) < 1
hash(St())
M().popitem()'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

x = MS(1, 2, 3)
x.append(4); x.reverse(); x += [9]; x.remove(3); print(x.items, x.pop(), x.pop(0), x.items)
x.extend(x); print(x.items); x.clear(); print(x.items)
y = St([1, 2]); y |= [3]; y &= [1, 3]; y ^= [3, 4]; y -= [4]; print(y); y ^= y; print(y)
