# differs: CPython waits for ever
# expect: the main thread goes on
# expect: ['thread', 'thread']
import asyncio
import threading

caught = []


async def hang():
    await asyncio.Event().wait()


def run():
    try:
        asyncio.run(hang())
    except asyncio.DeadlockError:
        caught.append("thread")


threads = [threading.Thread(target=run) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("the main thread goes on")
print(caught)
