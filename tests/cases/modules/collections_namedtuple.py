# collections.namedtuple: options and messages
from collections import namedtuple
N = namedtuple
P = N('P', 'x y')
class Q(P): pass

TEXTS = r'''o
Q(1,2)
Q(1,2)._replace(x=7)
Q._make([1,2])
P.x.__get__(5)
P.x.__get__(None,P)
P.x.__set__(P(1,2),1)
type(P.x)
type(P.x)(1,'a')
type(P.x).__mro__
P.x.__reduce__()'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

for change in (lambda: setattr(P(1, 2), 'x', 5), lambda: delattr(P(1, 2), 'x'), lambda: setattr(P(1, 2), 'foo', 5)):
    try: change()
    except AttributeError as error: print(error)
match P(1, 2):
    case P(x, y=2): print('matched', x)
x, y = P(3, 4)
print(x, y, P(*'ab'), P(**{'x': 1, 'y': 2}), {P(1, 2): 3}[1, 2])
