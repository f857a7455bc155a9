# normalise: addr
# inspect: what things are, and the states of coroutines
import inspect, types, functools
def f(): pass
def g(): yield
async def c(): pass
async def ag(): yield
class K:
    def m(self): pass
    @staticmethod
    def s(): pass
    @property
    def p(self): "doc"
    __slots__ = ('slot',)
    async def am(self): pass
k = K()
co = c()
co.close()

TEXTS = r'''inspect.isfunction(f), inspect.isfunction(len)
inspect.isgeneratorfunction(g), inspect.isgeneratorfunction(f)
inspect.iscoroutinefunction(c), inspect.iscoroutinefunction(k.am), inspect.iscoroutinefunction(functools.partial(c))
inspect.isasyncgenfunction(ag), inspect.isasyncgen(ag())
inspect.iscoroutine(co), inspect.isawaitable(co), inspect.isawaitable(1)
inspect.ismethod(k.m), inspect.ismethod(K.m)
inspect.isbuiltin(len), inspect.isbuiltin([].append)
inspect.isclass(K), inspect.isclass(k)
inspect.ismodule(inspect), inspect.isroutine(len), inspect.isroutine(K)
inspect.isdatadescriptor(K.p), inspect.ismemberdescriptor(K.slot)
inspect.isgetsetdescriptor(type.__dict__['__doc__'])
inspect.ismethoddescriptor(str.upper)
inspect.iscode(f.__code__)
inspect.getcoroutinestate(co)
inspect.getgeneratorstate(g())
inspect.isabstract(K)
inspect.getmro(bool)
inspect.cleandoc('  a\n    b\n\n  c\n')
inspect.getdoc(K.p)
bool(inspect.getdoc(type('S', (dict,), {})))
inspect.unwrap(functools.wraps(f)(lambda: 1)) is f
inspect.getattr_static(k, 'p')
inspect.getattr_static(k, 'zz', 5)
inspect.getattr_static(k, 'zz')
[n for n, _ in inspect.getmembers(K, inspect.isfunction)]
inspect.markcoroutinefunction(lambda: 1).__name__
inspect.iscoroutinefunction(inspect.markcoroutinefunction(lambda: 1))
inspect.currentframe().f_code.co_name
inspect.getmodule(f).__name__
inspect.getmodulename('/a/b.py')
inspect.get_annotations(f), inspect.get_annotations(K)
inspect.get_annotations(1)
inspect.getgeneratorlocals(1)'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

def counting():
    x = 1
    yield x
gen = counting()
print(inspect.getgeneratorstate(gen), next(gen), inspect.getgeneratorstate(gen), inspect.getgeneratorlocals(gen), list(gen), inspect.getgeneratorstate(gen))
@types.coroutine
def pause(): yield
async def waiting():
    print(inspect.getcoroutinestate(it))
    await pause()
it = waiting()
print(inspect.getcoroutinestate(it)); it.send(None); print(inspect.getcoroutinestate(it)); it.close(); print(inspect.getcoroutinestate(it))
print(inspect.getsource(counting), inspect.getsourcelines(K.m))
def closure():
    a = 1
    def inner(): return a, len, undefined
    return inner
print(inspect.getclosurevars(closure())[0], inspect.getclosurevars(closure()).unbound)
