# normalise: addr
# functools.wraps, update_wrapper, cached_property, total_ordering
from functools import *
def f(*a: int, **k) -> str:
    "doc"
f.extra = 1
class Slots: __slots__ = ('a',)

TEXTS = r'''wraps(1)
wraps()
update_wrapper()
cached_property(f).__get__(1)
total_ordering(int)
total_ordering(object)
wraps(f)(lambda: 1).__wrapped__ is f
wraps(f)(lambda: 1).__name__
wraps(f)(lambda: 1).__dict__
wraps(f)(lambda: 1).__annotations__
wraps(len)(lambda: 1).__name__
cached_property[int]'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

class C:
    count = 0
    @cached_property
    def p(self):
        "the doc"
        C.count += 1
        return self.count
c = C()
print(c.p, c.p, C.count, c.__dict__, C.p.__doc__, C.p.attrname)
del c.p
print(c.p)
c.p = 9
print(c.p)
class D:
    __slots__ = ()
    p = cached_property(lambda self: 1)
try: D().p
except TypeError as error: print(error)
try:
    class E:
        a = b = cached_property(lambda self: 1)
except TypeError as error: print(error, error.__notes__)
@total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, other): return self.v == other.v
    def __lt__(self, other): return self.v < other.v if isinstance(other, T) else NotImplemented
print(T(1) <= T(2), T(1) > T(2), T(2) >= T(2), T(1) <= T(1), T.__le__.__name__)
try: T(1) <= 1
except (TypeError, AttributeError) as error: print(type(error).__name__, error)
@total_ordering
class G:
    def __init__(self, v): self.v = v
    def __eq__(self, other): return self.v == other.v
    def __ge__(self, other): return self.v >= other.v
print(G(1) < G(2), G(1) > G(2), G(2) <= G(2), G(3) > G(1))
