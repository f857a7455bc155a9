# differs: CPython waits for ever
import asyncio


async def forgetful(lock):
    await lock.acquire()


async def main():
    lock = asyncio.Lock()
    task = asyncio.create_task(forgetful(lock), name="forgetful")
    await task
    async with lock:
        pass


try:
    asyncio.run(main())
except asyncio.DeadlockError as error:
    print(error)

# expect: Task-1, main(), waits for a Lock, which forgetful had when it ended, at lock_never_given_back.py:13, in main, and nothing is left that could wake it: async with lock:
