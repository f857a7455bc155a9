import asyncio
import concurrent.futures
import threading

loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever)
thread.start()

async def returns():
    await asyncio.sleep(0.01)
    return 'fine'

async def raises():
    raise ValueError('broken')

async def hangs():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print('hangs() got the cancellation')
        raise

def check(coro, timeout):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    try:
        result = future.result(timeout)
    except concurrent.futures.TimeoutError:
        print('The coroutine took too long, cancelling the task...')
        future.cancel()
    except Exception as exc:
        print(f'The coroutine raised an exception: {exc!r}')
    else:
        print(f'The coroutine returned: {result!r}')
    return future

check(returns(), 5)
check(raises(), 5)
future = check(hangs(), 0.1)

async def settle():
    await asyncio.sleep(0.05)

asyncio.run_coroutine_threadsafe(settle(), loop).result(5)
print('cancelled:', future.cancelled())
loop.call_soon_threadsafe(loop.stop)
thread.join()
loop.close()
