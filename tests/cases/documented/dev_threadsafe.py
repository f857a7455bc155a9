# Calls from other threads, from the page about development.
import asyncio
import threading


def callback(*args):
    print(args)


def in_other_thread(loop, fut):
    args = (1, 2)
    loop.call_soon_threadsafe(callback, *args)
    loop.call_soon_threadsafe(fut.cancel)

    async def coro_func():
         return await asyncio.sleep(1, 42)

    # Later in another OS thread:

    future = asyncio.run_coroutine_threadsafe(coro_func(), loop)
    # Wait for the result:
    result = future.result()
    print(result)


async def main():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    thread = threading.Thread(target=in_other_thread, args=(loop, fut))
    thread.start()
    await asyncio.wait([fut])
    print(fut)
    await asyncio.to_thread(thread.join)


asyncio.run(main())
