# What comes of a coroutine that another thread has started, from the page about tasks.
import asyncio


async def fails():
    raise ValueError('no')


def in_other_thread(loop):
    for coroutine, timeout in (asyncio.sleep(0.01, 'yes'), 10), (fails(), 10), (asyncio.sleep(1000), 0.1):
        future = asyncio.run_coroutine_threadsafe(coroutine, loop)
        try:
            result = future.result(timeout)
        except TimeoutError:
            print('The coroutine took too long, cancelling the task...')
            future.cancel()
        except Exception as exc:
            print(f'The coroutine raised an exception: {exc!r}')
        else:
            print(f'The coroutine returned: {result!r}')


async def main():
    await asyncio.to_thread(in_other_thread, asyncio.get_running_loop())


asyncio.run(main())
