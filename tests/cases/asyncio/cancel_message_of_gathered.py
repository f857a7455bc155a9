# A task that was cancelled before its first step forgets the message; the exception keeps it.
import asyncio


async def sleeper():
    await asyncio.sleep(1)


async def main():
    for wait_first in (False, True):
        task = asyncio.create_task(sleeper())
        if wait_first:
            await asyncio.sleep(0)
        task.cancel("why")
        print(await asyncio.gather(task, return_exceptions=True))
        task = asyncio.create_task(sleeper())
        task.cancel("again")
        try:
            await task
        except asyncio.CancelledError as error:
            print(repr(error))


asyncio.run(main())
