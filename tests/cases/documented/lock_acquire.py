# A lock without `async with`, from the page about synchronisation.
import asyncio


async def main():
    lock = asyncio.Lock()

    # ... later
    await lock.acquire()
    try:
        # access shared state
        print(lock)
    finally:
        lock.release()
    print(lock.locked())


asyncio.run(main())
