# A profile function hears of calls of functions written in Python and of native ones.
import sys


def helper():
    return len([1])


def function():
    helper()
    [].append(3)
    'a'.upper()
    try:
        int('x')
        len(3)
    except ValueError:
        pass
    try:
        len(3)
    except TypeError:
        pass
    sorted([2, 1], key=abs)
    return [x for x in range(2)]


def profiler(frame, event, arg):
    events.append((frame.f_code.co_name, event, getattr(arg, '__name__', arg)))


events = []
sys.setprofile(profiler)
function()
sys.setprofile(None)
for event in events:
    print(*event)


def fails(frame, event, arg):
    raise RuntimeError(event)


sys.setprofile(fails)
try:
    function()
except RuntimeError as error:
    print(error, sys.getprofile())

# expect: function call None
# expect: helper call None
# expect: helper c_call len
# expect: helper c_return len
# expect: helper return 1
# expect: function c_call append
# expect: function c_return append
# expect: function c_call upper
# expect: function c_return upper
# expect: function c_call len
# expect: function c_exception len
# expect: function c_call sorted
# expect: function c_return sorted
# expect: function return [0, 1]
# expect: <module> c_call setprofile
# expect: call None
