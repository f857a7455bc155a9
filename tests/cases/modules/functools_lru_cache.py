# normalise: addr
# functools.lru_cache: counting, limits, keys, re-entrance
from functools import *
def f(*a, **k): return a, k

TEXTS = r'''lru_cache('a')
lru_cache(None)(1)
lru_cache()(f)([])
lru_cache(f,1)
lru_cache(1.5)
cache(1)
lru_cache(f).cache_info()
lru_cache(f).cache_parameters()
lru_cache(maxsize=-3)(f).cache_parameters()
lru_cache(f).cache_info(1)
type(lru_cache(f)).__mro__
lru_cache(f)
lru_cache(f).__wrapped__ is f
cache(f).cache_parameters()'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

calls = []
@lru_cache(maxsize=2)
def square(x):
    calls.append(x)
    return x * x
for x in 1, 2, 1, 3, 2, 1: square(x)
print(calls, square.cache_info())
square.cache_clear()
print(square.cache_info())
@lru_cache(typed=True)
def kind(x, y=0): return type(x).__name__
print(kind(1), kind(1.0), kind(True), kind(x=1), kind(1, y=0), kind.cache_info())
@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(200), fib.cache_info().currsize)
@lru_cache(maxsize=1)
def again(n):
    return again(n - 1) if n else 'end'
print(again(5), again.cache_info())
class Bad:
    def __hash__(self): return 1
    def __eq__(self, other): raise ValueError('eq')
one = lru_cache(lambda x: 1)
one(Bad())
try:
    one(Bad())
except ValueError as error: print(error, one.cache_info())
class C:
    @lru_cache
    def m(self, x): return x
c = C()
print(c.m(3), c.m(3), C.m.cache_info())
@lru_cache
def fails(x): raise KeyError(x)
for _ in range(2):
    try: fails(1)
    except KeyError: pass
print(fails.cache_info(), fails.__name__, fails.__doc__)
