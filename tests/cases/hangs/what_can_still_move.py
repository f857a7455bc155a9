# Nothing here is a hang: threads, executors, signals and descriptors bring word.
import asyncio
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def later():
        time.sleep(1)
        loop.call_soon_threadsafe(future.set_result, "thread")

    threading.Thread(target=later).start()
    print(await future)

    future = loop.create_future()
    timer = threading.Timer(1, lambda: loop.call_soon_threadsafe(future.set_result, "timer"))
    timer.start()
    print(await future)

    print(await asyncio.to_thread(lambda: time.sleep(1) or "to_thread"))
    with ThreadPoolExecutor(1) as pool:
        print(await loop.run_in_executor(pool, lambda: time.sleep(1) or "pool"))

    lock = threading.Lock()
    lock.acquire()
    threading.Timer(1, lock.release).start()
    print(await asyncio.to_thread(lock.acquire))

    event = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, event.set)
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGUSR1)).start()
    print(await event.wait(), "signal")
    loop.remove_signal_handler(signal.SIGUSR1)

    reader, writer = os.pipe()
    event.clear()
    loop.add_reader(reader, event.set)
    threading.Timer(0.1, os.write, (writer, b"x")).start()
    print(await event.wait(), "descriptor")
    loop.remove_reader(reader)

    process = await asyncio.create_subprocess_exec("sleep", "0.05")
    print(await process.wait(), "child")


asyncio.run(main())

# expect: thread
# expect: timer
# expect: to_thread
# expect: pool
# expect: True
# expect: True signal
# expect: True descriptor
# expect: 0 child
