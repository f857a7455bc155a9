# breakpoint() calls sys.breakpointhook, and the environment says what that calls.
import os
import sys


def hook(*args, **keywords):
    print("hook", args, keywords)
    return 7


own = sys.breakpointhook
sys.breakpointhook = hook
print(breakpoint(1, a=2))  # expect: hook (1,) {'a': 2}
# expect: 7
del sys.breakpointhook
try:
    breakpoint()
except RuntimeError as error:
    print(error)  # expect: lost sys.breakpointhook
sys.breakpointhook = sys.__breakpointhook__
print(sys.breakpointhook is own, breakpoint.__name__, breakpoint.__module__)  # expect: True breakpoint builtins
