# normalise: addr
# collections.deque: methods and messages
from collections import deque
d = deque([1, 2, 3])
class D(deque): pass

TEXTS = r'''deque(1)
deque([],-1)
deque([],'a')
deque(maxlen=2.0)
deque([1,2,3],2)
deque(foo=1)
deque(1,2,3)
deque().pop()
deque().popleft()
d.remove(9)
d.index(9)
d.index(3,0,2)
d.insert('a',1)
deque([1],1).insert(0,2)
d[9]
d['a']
d[0:1]
d+[1]
d*2
d*'a'
2*d
d<deque([2])
d==[1,2,3]
d<[1]
hash(d)
repr(D([1],3))
d.rotate('a')
d.rotate(1)
d.extend(1)
iter(d)
reversed(d)
d.copy()
D([1],2).copy()
d.__reduce__()
D([1],2).__reduce__()
d.maxlen
d.__class_getitem__(int)
deque(iterable=[1],maxlen=None)
d.append()
d.insert(1)
d.index()
d.count(1)
1 in d
d+deque([4])
deque([1],1)+deque([2])
deque([1,2],3)*2
d.__init__([5])
d
iter(d).__reduce__()
iter(d).__length_hint__()
type(iter(d))()
deque([1,2],maxlen=10**30)
d.maxlen
deque([1,2,3])*-1
deque([1])*10**30
deque([1,2])<=deque([1,2,3])
deque([1,2],3)==deque([1,2])
deque()*(10**12)
deque([1],maxlen=2)*(10**15)
d.index(5,-100)
d.__delitem__(99)
d.__setitem__(99,1)
d.__imul__(2)
d.__iadd__('ab')
d.__iadd__(3)'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

r = deque([1]); r.append(r); print(r)
q = deque(range(5), 3)
q.appendleft(9); print(q); q.append(8); print(q); q.extendleft('ab'); print(q); q.extend(q); print(q)
q.rotate(-1); print(q); q.reverse(); print(q); q.rotate(10 ** 12); print(q)
del q[0]; q[0] = 'n'; print(q, q[-1]); q.insert(-100, 0); print(q); q.insert(0, 0) if len(q) < 3 else None
z = deque(maxlen=0); z.append(1); z.extend([1, 2]); print(z)
print(list(reversed(deque('abc'))), deque([1, 2]) + deque([3]), deque('ab') * 2, 3 * deque([1], 2))
