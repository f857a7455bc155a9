# OrderedDict: iteration notices changes of keys and order
from collections import OrderedDict
def attempt(change):
    o = OrderedDict(a=1, b=2, c=3)
    it = iter(o.items())
    next(it)
    change(o)
    try: print(next(it))
    except RuntimeError as error: print(error)
attempt(lambda o: o.__setitem__('z', 1))
attempt(lambda o: o.__setitem__('a', 1))
attempt(lambda o: o.__delitem__('a'))
attempt(lambda o: o.move_to_end('a'))
attempt(lambda o: o.clear())
class MO(OrderedDict):
    def __missing__(s, k): return k
    def __setitem__(s, k, v): print('set', k); super().__setitem__(k, v)
    def __delitem__(s, k): print('del', k); super().__delitem__(k)
m = MO(a=1)

TEXTS = r'''m['q']
m.pop('q')
m.pop('a')
m.update(b=1)
m.setdefault('w',2)
m.popitem()
m.clear()
m.copy()
MO([(1,2)])|{3:4}
m.move_to_end('zz')'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
