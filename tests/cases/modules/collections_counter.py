# collections.Counter: counting and arithmetic
from collections import Counter
c = Counter('abracadabra')
d = Counter(a=3, b=-1, z=2)

TEXTS = r'''c
c.most_common()
c.most_common(2)
c.most_common(-1)
c['q']
sorted(c.elements())
c.total()
Counter()
Counter(1)
Counter(a=1)
Counter({'x':'y'})
c + d
c - d
c | d
c & d
+d
-d
c == Counter('abracadabra')
c != d
c <= d
Counter(a=1) < Counter(a=2)
Counter(a=0) == Counter()
Counter.fromkeys('ab')
c.copy()
Counter(a=1).update(a=2)
c.__reduce__()[1]
Counter('aab', a=5)
Counter([1, 1.0, True])
c + 1
c < 1
Counter(self=1, iterable=2)
Counter(None)
Counter(a=1).subtract('aab')
Counter([[]])
Counter(a=[1], b=2)
c.pop('a')
c.get('zz')'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

c = Counter('aab'); c.update('abc'); print(c); c.subtract(Counter(a=9)); print(c)
c += Counter(a=10); print(c); c -= Counter(c=1); print(c); c |= Counter(q=2); print(c); c &= Counter(a=1); print(c)
del c['nope']; print(c)
class K(Counter): pass
print(K('a'), K('a') + K('a'), type(K('a').copy()))
