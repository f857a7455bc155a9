# inspect: bound arguments, signatures of partials, trees of classes
import inspect, functools
import typing

def t(label, f):
    try: print(label, '->', f())
    except BaseException as e: print(label, '!!', type(e).__name__, e)

def f(a, /, b: 'int', *args, c=1, **kw) -> None: ...
t('gth', lambda: typing.get_type_hints(f)); t('sig', lambda: inspect.signature(f)); t('sigp', lambda: inspect.signature(functools.partial(f, 1, b=2)))
t('sigp2', lambda: inspect.signature(functools.partial(f, 1, 2, 3, c=4)))
t('sigw', lambda: inspect.signature(f).format(max_width=5))
b = inspect.signature(f).bind(1, 2, 3, c=5, z=6)
t('ba', lambda: (b.args, b.kwargs)); b2 = inspect.signature(f).bind_partial(); b2.apply_defaults(); t('ba2', lambda: (b2.arguments, b2.args, b2.kwargs))
t('par', lambda: inspect.Parameter('for', inspect.Parameter.POSITIONAL_OR_KEYWORD)); t('par2', lambda: inspect.Parameter('.0', inspect.Parameter.KEYWORD_ONLY)); t('par3', lambda: inspect.Parameter('.0', inspect.Parameter.POSITIONAL_OR_KEYWORD)); t('par4', lambda: inspect.Parameter('a', 9)); t('par5', lambda: inspect.Parameter(1, 0))
t('tree', lambda: inspect.getclasstree([int, bool, object, str])); t('tree2', lambda: inspect.getclasstree([bool, int], unique=True))
t('args', lambda: inspect.getargs(f.__code__)); t('gf', lambda: inspect.getfile(int)); t('gf2', lambda: inspect.getfile(3)); 0
