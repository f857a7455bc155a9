# sys: limits, hooks, intervals and their messages
import sys

TEXTS = r'''sys.setrecursionlimit(0)
sys.setrecursionlimit('a')
sys.intern(1)
sys.intern('ab') is sys.intern('a' + 'b')
sys.getsizeof()
sys.getsizeof(1, 2) > 0
sys.set_int_max_str_digits(3)
sys.set_int_max_str_digits(-1)
sys.get_int_max_str_digits()
sys.set_int_max_str_digits(0)
len(str(10 ** 5000))
sys.setswitchinterval(0)
sys.getswitchinterval()
sys.setswitchinterval(0.01)
sys.getswitchinterval()
sys._getframe(100)
sys._getframe().f_code.co_name
sys.get_asyncgen_hooks()
sys.set_asyncgen_hooks(1)
sys.set_asyncgen_hooks(firstiter=1)
sys.audit()
sys.audit('x', 1)
sys.exc_info()
sys.exception()
sys.is_finalizing()
sys._is_interned(1)
sys.getunicodeinternedsize() > 0
sys.gettrace(), sys.getprofile()
sys.get_coroutine_origin_tracking_depth()
sys.set_coroutine_origin_tracking_depth(-1)
sys.displayhook.__name__, sys.__excepthook__ is sys.excepthook
sys.getrefcount(object())
sys._getframemodulename()
sys.exit(1, 2)'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

seen = []
sys.addaudithook(lambda event, args: seen.append((event, args)) if event.startswith('my.') else None)
sys.audit('my.event', 1, 2)
print(seen)
class Sized:
    def __sizeof__(self): return 1000
class Wrong:
    def __sizeof__(self): return -1
print(sys.getsizeof(Sized()) >= 1000)
try: sys.getsizeof(Wrong())
except ValueError as error: print(error)
sys.displayhook(None)
sys.displayhook([1])
import builtins
print(builtins._)
