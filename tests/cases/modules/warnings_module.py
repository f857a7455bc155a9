# The module warnings: filters, recording, showing, deprecated.
import warnings, sys, io
def t(f,*a,**k):
    try: print(f.__name__, a, k, '->', f(*a,**k))
    except BaseException as e: print(f.__name__, a, k, type(e).__name__, e)
W=warnings
before=len(W.filters)
t(W.filterwarnings,"bad"); t(W.filterwarnings,"all"); t(W.filterwarnings,"ignore",5); t(W.filterwarnings,"ignore","x",5); t(W.filterwarnings,"ignore","x",int); t(W.filterwarnings,"ignore","x",Warning,5)
t(W.filterwarnings,"ignore","x",Warning,"m",-1); t(W.filterwarnings,"ignore","x",Warning,"m","a"); t(W.filterwarnings,"ignore","x",(UserWarning,))
t(W.simplefilter,"bad"); t(W.simplefilter,"ignore",5); t(W.simplefilter,"ignore",Warning,-1); t(W.simplefilter,"ignore",Warning,"a"); t(W.simplefilter,"all")
print(W.filters[:3]); print(len(W.filters)-before)
W.simplefilter("ignore"); W.simplefilter("ignore"); W.simplefilter("ignore", append=True); print(len(W.filters)-before, W.filters[0])
W.resetwarnings(); print(W.filters)
t(W.warn); t(W.warn,1,2); t(W.warn,"x",int); t(W.warn,"x",5); t(W.warn,"x",UserWarning,"a"); t(W.warn,"x",skip_file_prefixes=5); t(W.warn,"x",skip_file_prefixes=(5,)); t(W.warn,"x",skip_file_prefixes="a")
t(W.warn_explicit,"x"); t(W.warn_explicit,"x",int,"f",3); t(W.warn_explicit,"x",UserWarning,"f","a")
with W.catch_warnings(record=True) as log:
    W.simplefilter("always")
    W.warn("one"); W.warn("two", DeprecationWarning); W.warn(RuntimeWarning("three")); 
    W.warn_explicit("four", UserWarning, "file.py", 7); W.warn_explicit("f4", UserWarning, "file.py", 7, "mod", {}, None, 5)
    def f(): W.warn("five", stacklevel=2)
    f(); W.warn("deep", stacklevel=100)
for m in log: print(m.message, m.category, m.filename.rsplit("/")[-1], m.lineno, m.file, m.line, m.source); 
print(str(log[0]).replace(__file__,"F")); print(log[0]._category_name)
with W.catch_warnings(record=True, action="once", category=UserWarning) as log:
    for i in range(3): W.warn("again"); W.warn("q", DeprecationWarning)
print(len(log))
with W.catch_warnings(record=True) as log:
    W.simplefilter("default")
    for i in range(3): W.warn("again")
    W.simplefilter("error")
    t(W.warn,"bang"); t(W.warn, RuntimeError("x")); t(W.warn, UserWarning("b"))
    W.filterwarnings("ignore", "BAN.*"); t(W.warn, "bang again"); t(W.warn, "the bang")
    W.filterwarnings("ignore", module="__ma"); t(W.warn, "the bang")
print(len(log))
c=W.catch_warnings(); print(repr(c)); print(repr(W.catch_warnings(record=True, module=sys)))
with c:
    t(c.__enter__)
t(c.__exit__)
t(W.catch_warnings().__exit__)
print(repr(W.formatwarning("m", UserWarning, "nofile", 3)), repr(W.formatwarning("m", UserWarning, "nofile", 3, " line \n")))
b=io.StringIO(); W.showwarning("m", UserWarning, "nofile", 3, b, "lin"); print(repr(b.getvalue()))
W.showwarning=lambda *a, **k: print("mine", a[:2], k)
W.simplefilter("always"); W.warn("shown")
W.showwarning = 5
t(W.warn, "x")
W.showwarning=W._showwarning_orig
W.formatwarning=lambda *a, **k: "formatted %s\n" % (a[0],)
sys.stderr=sys.stdout
W.warn("hey")
@W.deprecated("old")
def g(x): "doc"; return x
W.formatwarning=W._formatwarning_orig
with W.catch_warnings(record=True) as log:
    print(g(5), g.__name__, g.__doc__, g.__deprecated__, callable(g.__wrapped__))
    @W.deprecated("older", category=FutureWarning, stacklevel=1)
    class K:
        def __init__(self, a=1): pass
    K(); K(3)
    class L(K): pass
    L()
    @W.deprecated("quiet", category=None)
    def h(): pass
    h(); print(h.__deprecated__)
    @W.deprecated("co")
    async def co(): pass
    import inspect; print(inspect.iscoroutinefunction(co))
for m in log: print(m.message, m.category.__name__, m.lineno)
t(W.deprecated); t(W.deprecated, 5); t(W.deprecated("x").__call__, 5)
try: W._deprecated("name", remove=(3,15)); 
except BaseException as e: print(e)
print(W._OptionError.__mro__)
for o in ["error","bogus","error::Bogus","e:m:DeprecationWarning:mod:5","::::x","a:b:c:d:e:f", "error::a.B"]:
    t(W._setoption, o)
print(W.filters[0], W.filters[1])
