# A semaphore with `async with` and without, from the page about synchronisation.
import asyncio


async def first():
    sem = asyncio.Semaphore(10)

    # ... later
    async with sem:
        # work with shared resource
        print(sem._value, sem.locked())
    print(sem._value)


async def second():
    sem = asyncio.Semaphore(10)

    # ... later
    await sem.acquire()
    try:
        # work with shared resource
        print(sem._value, sem.locked())
    finally:
        sem.release()
    print(sem._value)


asyncio.run(first())
asyncio.run(second())
