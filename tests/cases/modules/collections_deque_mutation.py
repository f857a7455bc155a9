# collections.deque: changes during iteration and comparison are noticed
from collections import deque
d = deque([1, 2, 3])
it = iter(d)
next(it)
d.append(4)
class E:
    def __eq__(self, other):
        d.append(1)
        return False
e = deque([E(), E()])

TEXTS = r'''next(it)
next(it)'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

d = deque([E(), E()])
for name in 'count', 'index', 'remove':
    try: getattr(d, name)(5)
    except Exception as error: print(name, type(error).__name__, error)
try: 5 in d
except RuntimeError as error: print(error)
for change in (lambda d: d.append(1), lambda d: d.pop(), lambda d: d.rotate(1), lambda d: d.clear(), lambda d: d.extend([]), lambda d: d.__setitem__(0, 7)):
    x = deque([1, 2, 3])
    try:
        for item in x: change(x); break
        it = iter(x); next(it, None); change(x); next(it, None)
        print('ok')
    except Exception as error: print(type(error).__name__, error)
