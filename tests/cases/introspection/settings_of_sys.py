# What sys refuses, and what it answers by default.
import sys


def attempt(call):
    try:
        print(repr(call()))
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: sys._getframe(-1).f_code.co_name)
attempt(lambda: sys._getframe(1000))
attempt(lambda: sys.call_tracing(len, ([1],)))
attempt(lambda: sys.call_tracing(len, [1]))
attempt(lambda: sys.audit(3))
attempt(lambda: sys.activate_stack_trampoline(3))
attempt(lambda: sys.activate_stack_trampoline('none'))
attempt(lambda: sys.deactivate_stack_trampoline())
attempt(lambda: sys.is_stack_trampoline_active())
attempt(lambda: sys.settrace())
attempt(lambda: (sys.gettrace(), sys.getprofile()))
attempt(lambda: sys.exception())

# expect: '<lambda>'
# expect: ValueError call stack is not deep enough
# expect: 1
# expect: TypeError call_tracing() argument 2 must be tuple, not list
# expect: None
# expect: TypeError activate_stack_trampoline() argument must be str, not int
# expect: ValueError invalid backend: none
# expect: None
# expect: False
# expect: TypeError sys.settrace() takes exactly one argument (0 given)
# expect: (None, None)
# expect: None
