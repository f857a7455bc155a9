# What the exception handler is told, by whom, and in which context it runs.
import asyncio
import contextvars
import gc
import sys



class Short:
    # Standard error without tracebacks.
    def write(self, text):
        sys.stdout.writelines(line for line in text.splitlines(True)
                              if not line.startswith(('Traceback', '  ')))

    def flush(self):
        pass


sys.stderr = Short()
var = contextvars.ContextVar('var', default='nobody')


def handler(loop, context):
    message = context['message'].split(' at ')[0]
    print(f'{message!r} {context.get("exception")!r} {sorted(context)} {var.get()}')


async def failing():
    var.set('the task')
    raise ValueError('task')


def callback(*_):
    var.set('the callback')
    1 / 0


async def pending():
    await asyncio.get_running_loop().create_future()


async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_exception_handler())
    loop.set_exception_handler(handler)
    print(loop.get_exception_handler() is handler)
    loop.call_soon(callback)
    await asyncio.sleep(0)
    future = loop.create_future()
    future.add_done_callback(callback)
    future.set_result(None)
    await asyncio.sleep(0)
    task = asyncio.create_task(failing())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
    future = loop.create_future()
    future.set_exception(KeyError('future'))
    del future
    gc.collect()
    task = asyncio.create_task(pending())
    await asyncio.sleep(0)
    del task
    gc.collect()
    loop.call_exception_handler({'message': 'from the program', 'more': 1})
    context = contextvars.copy_context()
    context.run(var.set, 'own context')
    loop.call_soon(callback, context=context)
    await asyncio.sleep(0)

    def broken(loop, context):
        raise RuntimeError('handler')

    loop.set_exception_handler(broken)
    loop.call_exception_handler({'message': 'first'})
    loop.set_exception_handler(None)
    loop.call_exception_handler({'message': 'second', 'b': [1], 'a': 'x'})
    loop.call_exception_handler({'exception': ValueError('third')})
    loop.default_exception_handler({'message': ''})
    for wrong in (5, 'x'):
        try:
            loop.set_exception_handler(wrong)
        except TypeError as error:
            print(error)

    def ends(loop, context):
        raise SystemExit(3)

    loop.set_exception_handler(ends)
    try:
        loop.call_exception_handler({'message': 'end'})
    except SystemExit as error:
        print('SystemExit', error)


asyncio.run(main())
