# asyncio.to_thread: arguments, context, errors, names; the loop goes on meanwhile.
import asyncio
import contextvars
import threading
import time

var = contextvars.ContextVar('var', default='default')

def change():
    var.set('changed')
    return var.get(), threading.current_thread().name

async def main():
    loop = asyncio.get_running_loop()
    var.set('mine')
    print(await asyncio.to_thread(lambda *a, **k: (a, k), 1, b=2))
    print(await asyncio.to_thread(change), var.get())
    print(await loop.run_in_executor(None, var.get))
    try:
        await asyncio.to_thread(lambda: 1 / 0)
    except ZeroDivisionError as error:
        print(repr(error))
    begin, turns = loop.time(), 0
    future = loop.run_in_executor(None, time.sleep, 0.2)
    while not future.done():
        await asyncio.sleep(0.02)
        turns += 1
    print(turns >= 5, future)
    begin = loop.time()
    await asyncio.gather(*[asyncio.to_thread(time.sleep, 0.2) for _ in range(4)])
    print(0.19 < loop.time() - begin < 0.4)

asyncio.run(main())
