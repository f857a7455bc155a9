# A semaphore with `async with` and without, from the page about synchronisation.
import asyncio

async def first():
    sem = asyncio.Semaphore(10)

    # ... later
    async with sem:
        print(sem.locked())

async def second():
    sem = asyncio.Semaphore(10)

    # ... later
    await sem.acquire()
    try:
        print(sem.locked())
    finally:
        sem.release()

asyncio.run(first())
asyncio.run(second())
