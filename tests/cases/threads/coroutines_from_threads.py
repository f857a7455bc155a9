# run_coroutine_threadsafe and call_soon_threadsafe wake a loop that another thread runs.
import asyncio
import concurrent.futures as futures
import threading
import time

loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever)
thread.start()

def submit(coroutine):
    return asyncio.run_coroutine_threadsafe(coroutine, loop)

async def where():
    return threading.current_thread() is thread, asyncio.current_task(loop) is not None

async def fail():
    raise OSError('broken')

async def hang():
    try:
        await asyncio.sleep(100)
    finally:
        seen.append('finally')

seen = []
print(submit(where()).result(), submit(asyncio.sleep(0.01, 'slept')).result(1))
try:
    submit(fail()).result()
except OSError as error:
    print(repr(error))
try:
    submit(5)
except TypeError as error:
    print(error)
future = submit(hang())
time.sleep(0.02)
try:
    future.result(0.02)
except futures.TimeoutError as error:
    print(repr(error))
print(future.cancel(), future.cancelled())
submit(asyncio.sleep(0.01)).result()
print(seen)
try:
    loop.run_until_complete(None)
except RuntimeError as error:
    print(error)
loop.call_soon_threadsafe(seen.append, 'called')
loop.call_soon_threadsafe(loop.stop)
thread.join()
loop.close()
print(seen)
