# reprlib: short representations
import reprlib
from collections import deque
r = reprlib.Repr(maxlist=2, maxstring=10)
class Bad:
    def __repr__(self): raise ValueError

TEXTS = r'''reprlib.repr('a' * 50)
reprlib.repr(list(range(20)))
reprlib.repr({i: i for i in range(9)})
reprlib.repr((1,))
reprlib.repr({3, 1, 2})
reprlib.repr(set())
reprlib.repr(frozenset([1]))
reprlib.repr(deque([1, 2]))
reprlib.repr(10 ** 60)
reprlib.repr([[[[[[[[1]]]]]]]])
r.repr([1, 2, 3])
r.repr('abcdefghijklmnop')
reprlib.Repr(indent=2, maxdict=2).repr({'a': [1, 2], 'b': 3, 'c': 4})
reprlib.Repr(indent=-1).repr([1])
reprlib.repr(Bad())[:14]
reprlib.aRepr.maxlevel'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

class Node:
    def __init__(self): self.me = self
    @reprlib.recursive_repr('<again>')
    def __repr__(self): return f'Node({self.me!r})'
print(Node(), Node.__repr__.__name__)
