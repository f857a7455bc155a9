# normalise: addr
# collections.OrderedDict: order, equality, views, messages
from collections import OrderedDict
o = OrderedDict(a=1, b=2, c=3)
class O(OrderedDict): pass

TEXTS = r'''o
OrderedDict()
o.keys()
o.items()
o.values()
iter(o)
reversed(o)
o.popitem(last=False)
o.popitem(False)
o.popitem()
o.popitem()
o.pop('x')
o.pop('x',1)
o.move_to_end('q')
OrderedDict(1)
OrderedDict([1])
OrderedDict([(1,2)],3)
O(a=1)
O(a=1).copy()
O.fromkeys('ab',1)
OrderedDict(a=1,b=2)==OrderedDict(b=2,a=1)
OrderedDict(a=1,b=2)=={'b':2,'a':1}
{'b':2,'a':1}==OrderedDict(a=1,b=2)
OrderedDict(a=1)|{'b':1}
{'b':1}|OrderedDict(a=1)
O(a=1)|{}
OrderedDict(a=1).__reduce__()
O(a=1).__reduce__()
OrderedDict(a=1).__ior__([('z',1)])
OrderedDict(a=1)|3
3|OrderedDict(a=1)
OrderedDict(a=1).keys()&{'a'}
type(OrderedDict().keys()).__mro__
type(OrderedDict().items())
type(iter(OrderedDict()))
o.setdefault('k')
o.__dict__
o.move_to_end()
o.popitem(1,2)
OrderedDict.fromkeys([1,2])
OrderedDict(a=1)!=OrderedDict(a=1)
OrderedDict(a=1)<OrderedDict()
o.pop()
o.update(1)
o.update({},{})
OrderedDict.update()
hash(o)
reversed(o.items())
list(reversed(OrderedDict(a=1,b=2).items()))'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

o = OrderedDict(a=1, b=2, c=3)
o.move_to_end('a'); print(o); o.move_to_end('c', last=False); print(o); o['b'] = 5; print(o)
for n in range(30): o[n] = n
for n in range(29, 0, -2): o.move_to_end(n, last=False)
for n in range(0, 30, 3): del o[n]
print(list(o), list(reversed(o)), len(o))
rr = OrderedDict(); rr[1] = rr; print(rr)
o.x = 1; print(vars(o), o.copy().__dict__)
