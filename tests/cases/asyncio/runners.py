# Runner: one loop for several programs, its context, its end, and what it refuses.
import asyncio
import contextvars
import signal
import threading

var = contextvars.ContextVar('var', default=0)


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except BaseException as error:
        print(type(error).__name__, error)


async def count():
    var.set(var.get() + 1)
    return var.get()


async def nested():
    coroutine = count()
    try:
        asyncio.Runner().run(coroutine)
    except RuntimeError as error:
        print(error)
    try:
        asyncio.run(coroutine)
    except RuntimeError as error:
        print(error)
    coroutine.close()
    try:
        asyncio.get_running_loop().run_forever()
    except RuntimeError as error:
        print(error)


with asyncio.Runner() as runner:
    print(runner.run(count()), runner.run(count()), var.get())
    context = contextvars.copy_context()
    print(runner.run(count(), context=context), context[var], runner.run(count()))
    loop = runner.get_loop()
    print(loop is runner.get_loop(), asyncio.get_event_loop() is loop, loop.is_running())
    attempt(runner.run, 5)
    attempt(runner.run, print)
    runner.run(nested())
print(loop.is_closed())
attempt(asyncio.get_event_loop)
attempt(runner.get_loop)
coroutine = count()
attempt(runner.run, coroutine)
coroutine.close()
runner.close()
attempt(runner.__enter__)

made = []


def factory():
    made.append(asyncio.new_event_loop())
    return made[-1]


with asyncio.Runner(debug=True, loop_factory=factory) as runner:
    print(len(made))
    print(runner.get_loop() is made[0], runner.get_loop().get_debug())
    runner.run(asyncio.sleep(0))
print(len(made), made[0].is_closed())


async def endless():
    try:
        await asyncio.sleep(1000)
    finally:
        print('ended')


async def leaves_tasks():
    async def items():
        try:
            yield 1
        finally:
            print('generator closed')

    global generator
    generator = items()
    await anext(generator)
    asyncio.create_task(endless())
    await asyncio.sleep(0)


with asyncio.Runner() as runner:
    runner.run(leaves_tasks())
    print('before the end')


async def interrupted():
    signal.raise_signal(signal.SIGINT)
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print('cancelled', asyncio.current_task().cancelling())
        raise


async def catches():
    try:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        return 'went on'


async def uncancels():
    task = asyncio.current_task()
    asyncio.get_running_loop().call_soon(task.cancel)
    await asyncio.sleep(10)


with asyncio.Runner() as runner:
    attempt(runner.run, interrupted())
    attempt(runner.run, catches())
    attempt(runner.run, uncancels())
    print(runner.run(asyncio.sleep(0, 'still works')))
    print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)


def in_thread():
    with asyncio.Runner() as runner:
        print(runner.run(count()), threading.current_thread() is threading.main_thread())


thread = threading.Thread(target=in_thread)
thread.start()
thread.join()
attempt(asyncio.run, 5)
attempt(asyncio.run, asyncio.sleep(0, 'run'), debug=True)
