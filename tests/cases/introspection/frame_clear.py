# Frames outlive their calls: what they refer to, who called them, and how they let go of it.
import sys
import weakref


class Thing:
    pass


def inner(thing):
    1 / 0


def outer():
    thing = Thing()
    try:
        inner(thing)
    except ZeroDivisionError as error:
        return error.__traceback__, weakref.ref(thing)


traceback, ref = outer()
frame = traceback.tb_next.tb_frame
print(frame.f_code.co_name, frame.f_back.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno)
print('thing' in frame.f_locals, ref() is not None)
frame.clear()
traceback.tb_frame.clear()
print(frame.f_locals, ref())
try:
    sys._getframe().clear()
except RuntimeError as error:
    print(error)


def generator():
    yield sys._getframe()


suspended = generator()
own = next(suspended)
print(own is suspended.gi_frame, own.f_back)
try:
    own.clear()
except RuntimeError as error:
    print(error)
created = generator()
created.gi_frame.clear()
print(list(created), created.gi_frame)


async def coroutine():
    value = 1


import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    frame = coroutine().cr_frame
    print(caught[0].message, frame.f_code.co_name, frame.f_locals)
    frame.clear()


def returned():
    kept = 'value'
    return sys._getframe()


print(returned().f_locals, returned().f_back.f_code.co_name)
frame = returned()
print(frame.f_builtins is __builtins__.__dict__, frame.f_globals is globals())

# expect: inner outer 1
# expect: True True
# expect: {} None
# expect: cannot clear an executing frame
# expect: True None
# expect: cannot clear a suspended frame
# expect: [] None
# expect: coroutine 'coroutine' was never awaited coroutine {}
# expect: {'kept': 'value'} <module>
# expect: True True
