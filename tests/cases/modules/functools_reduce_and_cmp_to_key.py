# normalise: addr
# functools.reduce and cmp_to_key: results and messages
from functools import *
def f(a, b): return a + b
def cmp(a, b): return (a > b) - (a < b)
K = cmp_to_key(cmp)

TEXTS = r'''reduce(f, [1, 2, 3])
reduce(f, [1, 2, 3], 10)
reduce(f, [], 5)
reduce(f, [7])
reduce(1)
reduce(f,1)
reduce(f,[])
reduce(f,[1,2],3,4)
cmp_to_key()
K(1)<2
K(1) < K(2)
K(1) == K(1.0)
K(2) <= K(1)
hash(K(1))
repr(K)
K(1).obj
K.obj
K()
K(1,2)
cmp_to_key(1)(1)<cmp_to_key(1)(2)
sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a))
max('bca', key=K)'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
