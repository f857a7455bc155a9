# inspect.signature: functions, classes, partials, natives, binding
import inspect, functools
def f(a, /, b: int, c=3, *args, d, e: str = 'x', **kw) -> bool: pass
class C:
    def __init__(self, x, y=2): pass
    def m(self, z): pass
    @classmethod
    def c(cls, w): pass
class New:
    def __new__(cls, q): pass
class Call:
    def __call__(self, v, *, u=1): pass
class Empty: pass
s = inspect.signature(f)

TEXTS = r'''s
inspect.signature(C)
inspect.signature(C.m), inspect.signature(C(1).m), inspect.signature(C.c)
inspect.signature(New)
inspect.signature(Call())
inspect.signature(Empty)
inspect.signature(functools.partial(f, 1, c=5))
inspect.signature(functools.partial(f, 1, 2))
inspect.signature(functools.wraps(f)(lambda: 1))
inspect.signature(lambda x=1: x)
inspect.signature(1)
list(s.parameters)
s.parameters['b']
s.parameters['b'].annotation, s.parameters['c'].default, s.parameters['a'].kind
s.return_annotation
s.bind(1, 2, d=4)
s.bind(1)
s.bind(1, 2)
s.bind()
s.bind(1, 2, 3, 4, 5, d=1, z=9).arguments
s.bind(1, b=2, d=3).args, s.bind(1, b=2, d=3).kwargs
s.bind_partial()
inspect.signature(lambda a: 1).bind(1, 2)
inspect.signature(lambda a: 1).bind(b=1)
inspect.signature(lambda a: 1).bind(1, a=1)
s.replace(parameters=[])
s == inspect.signature(f), hash(s) == hash(inspect.signature(f))
inspect.Parameter('x', inspect.Parameter.KEYWORD_ONLY, default=1)
inspect.Parameter('1x', inspect.Parameter.KEYWORD_ONLY)
inspect.Parameter(1, inspect.Parameter.KEYWORD_ONLY)
inspect.Parameter('x', 99)
inspect.Parameter('x', inspect.Parameter.VAR_KEYWORD, default=1)
inspect.Signature([inspect.Parameter('a', inspect.Parameter.KEYWORD_ONLY), inspect.Parameter('b', inspect.Parameter.POSITIONAL_ONLY)])
inspect.getfullargspec(f)
inspect.getcallargs(lambda a, b=2: 1, 1)
inspect.signature(len)
inspect.signature(sorted)
inspect.signature([].append)
inspect.signature(str.upper)
repr(inspect.Parameter.empty)
s.parameters['args'], s.parameters['kw']'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

b = s.bind(1, 2, d=4)
b.apply_defaults()
print(b.arguments, b.args, b.kwargs)
b.arguments['c'] = 9
print(b)
