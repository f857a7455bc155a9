# sys.unraisablehook hears of exceptions that nobody can catch.
import sys


class Bad:
    def __del__(self):
        raise ValueError("in the finaliser")


def hook(args):
    print(args.exc_type, args.exc_value, args.err_msg, args.object.__qualname__)
    print(args.exc_traceback.tb_lineno, type(args).__name__, len(args))


sys.unraisablehook = hook
Bad()


def generate():
    try:
        yield
    except GeneratorExit:
        yield


it = generate()
next(it)
sys.unraisablehook = lambda args: print(args.exc_value)
del it
sys.unraisablehook = sys.__unraisablehook__
try:
    sys.unraisablehook(5)
except TypeError as error:
    print(error)
