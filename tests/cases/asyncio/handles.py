# Handles made by hand, and how they show themselves.
import asyncio
import contextvars
import functools
import re
import sys


def callback(*args):
    print('called', args, var.get())


def shown(thing):
    return re.sub(r'[^ ]*/', '', repr(thing))


var = contextvars.ContextVar('var', default='outside')
loop = asyncio.new_event_loop()
context = contextvars.copy_context()
context.run(var.set, 'inside')
handle = asyncio.Handle(callback, (1, 2), loop, context)
print(shown(handle), handle._args, handle._callback is callback, handle._loop is loop)
handle._run()
print(handle.get_context() is context, handle.cancelled())
handle.cancel()
print(shown(handle), handle.cancelled(), handle._callback, handle._args)
handle.cancel()

first = asyncio.TimerHandle(1, callback, (), loop)
second = asyncio.TimerHandle(2.5, callback, [1], loop)
print(first < second, first <= second, first > second, first >= second, first == second)
print(first.when(), second.when(), second._args, shown(second))
same = asyncio.TimerHandle(1, callback, (), loop)
print(first == same, hash(first) == hash(1), first <= same, first != same)
same.cancel()
print(first == same, first == 5)
for wrong in (lambda: asyncio.Handle(), lambda: asyncio.Handle(1, 2), lambda: first < 3,
              lambda: asyncio.TimerHandle(None, callback, (), loop) < first):
    try:
        wrong()
    except TypeError as error:
        print('TypeError')


class Named:
    def method(self):
        pass


def decorated(function):
    @functools.wraps(function)
    def inner():
        pass
    return inner


@decorated
def wrapped():
    pass


for function in (functools.partial(callback, 1, key='value'), Named().method, print,
                 functools.partial(functools.partial(callback, 5), 6), wrapped, lambda: 0):
    print(re.sub(r' at 0x\w+', '', shown(loop.call_soon(function))))
loop.set_debug(True)
for function in (functools.partial(callback, 1, key='value'), print):
    text = shown(asyncio.Handle(function, ('a', [1]), loop))
    print(re.sub(r' created at .*', ' created', text))
handle = asyncio.Handle(callback, ('x' * 100,), loop)
handle.cancel()
print(re.sub(r' created at .*', ' created', shown(handle)))
loop.set_debug(False)


class Mine(asyncio.TimerHandle):
    def cancel(self):
        print('cancelling')
        super().cancel()


mine = Mine(5, callback, (), loop)
mine.cancel()
print(mine.cancelled())
timer = loop.call_at(loop.time() + 1000, callback)
print(type(timer.when()), timer.cancelled())
timer.cancel()
loop.call_exception_handler = lambda context: print(sorted(context), shown(context['exception']))
asyncio.Handle(int, ('x',), loop)._run()
del loop.call_exception_handler
try:
    asyncio.Handle(sys.exit, (), loop)._run()
except SystemExit as error:
    print('exit')
loop.close()
