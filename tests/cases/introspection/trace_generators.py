# Generators and coroutines: each resumption is a call, each yield a return, along the whole chain.
import sys


def inner():
    got = yield 1
    yield got
    return 5


def outer():
    result = yield from inner()
    yield result


def loop():
    for value in outer():
        last = value
    for value in (x for x in [1]):
        pass


async def leaf():
    return 2


async def trunk():
    return await leaf()


def run():
    try:
        trunk().send(None)
    except StopIteration:
        pass


def close():
    generator = guarded()
    next(generator)
    generator.close()


def guarded():
    try:
        yield 1
    finally:
        done = 1


def tracer(frame, event, arg):
    if frame.f_code.co_filename == __file__:
        name, line = frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno
        events.append(f'{name}:{event}:{line}')
        return tracer


for function in (loop, run, close):
    events = []
    sys.settrace(tracer)
    function()
    sys.settrace(None)
    print(*events)

# expect: loop:call:0 loop:line:1 outer:call:0 outer:line:1 inner:call:0 inner:line:1 inner:return:1 outer:return:1 loop:line:2 loop:line:1 outer:call:1 inner:call:1 inner:line:2 inner:return:2 outer:return:1 loop:line:2 loop:line:1 outer:call:1 inner:call:2 inner:line:3 inner:return:3 outer:exception:1 outer:line:2 outer:return:2 loop:line:2 loop:line:1 outer:call:2 outer:return:2 loop:line:3 <genexpr>:call:0 <genexpr>:line:0 <genexpr>:return:0 loop:line:4 loop:line:3 <genexpr>:call:0 <genexpr>:line:0 <genexpr>:return:0 loop:return:3
# expect: run:call:0 run:line:1 run:line:2 trunk:call:0 trunk:line:1 leaf:call:0 leaf:line:1 leaf:return:1 trunk:exception:1 trunk:return:1 run:exception:2 run:line:3 run:line:4 run:return:4
# expect: close:call:0 close:line:1 close:line:2 guarded:call:0 guarded:line:1 guarded:line:2 guarded:return:2 close:line:3 guarded:call:2 guarded:exception:2 guarded:line:4 guarded:return:4 close:return:3
