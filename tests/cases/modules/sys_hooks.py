# sys.excepthook and sys.unraisablehook are asked
import sys
def unraisable(args):
    print(type(args).__name__, args.exc_type.__name__, args.exc_value, args.err_msg, args.object is not None)
sys.unraisablehook = unraisable
class D:
    def __del__(self): raise ValueError('in del')
D()
sys.unraisablehook = sys.__unraisablehook__
def hook(cls, value, traceback):
    print('hook', cls.__name__, value, traceback.tb_lineno)
sys.excepthook = hook
import atexit

try: raise KeyError(1)
except KeyError: print(sys.exc_info()[0].__name__, repr(sys.exception()))
def exit_hook(cls, value, traceback):
    hook(cls, value, traceback)
    sys.exit(0)
sys.excepthook = exit_hook
raise RuntimeError('at the end')
