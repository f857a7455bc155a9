# collections.ChainMap: lookup through, writing to the first
from collections import ChainMap, defaultdict
a, b = {'x': 1}, {'x': 2, 'y': 3}
c = ChainMap(a, b)

TEXTS = r'''c['x'], c['y']
c['z']
len(c), list(c), 'y' in c
c.maps
c.parents
c.new_child({'n': 1})
c.new_child(k=1)
c.get('q', 5)
dict(c)
c | {'w': 1}
{'w': 1, 'x': 9} | c
c == {'x': 1, 'y': 3}
bool(ChainMap())
ChainMap()
ChainMap.fromkeys('ab', 1)
c.copy().maps[0] is a
c.copy().maps[1] is b
c.pop('y')
c.__delitem__('y')
c.popitem()
c.popitem()
list(c.items())
c.clear()
ChainMap(1)[0]'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

c['new'] = 1; print(a, b); c |= {'new': 2}; print(a)
c.maps.insert(0, {}); print(c)
class M(ChainMap):
    def __missing__(self, key): return 'no ' + key
print(M()['k'])
