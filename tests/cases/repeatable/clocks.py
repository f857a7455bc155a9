# differs: takes 1050 seconds there
# Everything that waits goes by the same clock, which jumps.
import asyncio
import datetime
import queue
import select
import threading
import time

start = time.time(), time.monotonic(), time.perf_counter(), datetime.datetime.now()


def waits():
    event, lock, condition = threading.Event(), threading.Lock(), threading.Condition()
    lock.acquire()
    yield time.sleep(100)
    yield event.wait(100)
    yield lock.acquire(timeout=100)
    with condition:
        yield condition.wait(100)
    yield threading.Semaphore(0).acquire(timeout=100)
    yield threading.Barrier
    try:
        yield queue.Queue().get(timeout=100)
    except queue.Empty:
        yield "empty"
    full = queue.Queue(1)
    full.put(1)
    try:
        full.put(2, timeout=100)
    except queue.Full:
        yield "full"
    thread = threading.Thread(target=time.sleep, args=(50,))
    thread.start()
    yield thread.join(100)
    yield select.select([], [], [], 100)
    yield asyncio.run(asyncio.sleep(100, "slept"))
    yield asyncio.run(timed_out())


async def timed_out():
    try:
        async with asyncio.timeout(100):
            await asyncio.Event().wait()
    except TimeoutError:
        return "timed out"


seen = time.monotonic()
for result in waits():
    now = time.monotonic()
    print(result if not isinstance(result, type) else result.__name__, round(now - seen))
    seen = now

elapsed = (time.time() - start[0], time.monotonic() - start[1], time.perf_counter() - start[2],
           (datetime.datetime.now() - start[3]).total_seconds())
print([round(seconds) for seconds in elapsed])
