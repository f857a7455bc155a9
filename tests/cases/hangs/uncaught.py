# differs: CPython waits for ever
# exit: 1
# expect error: asyncio.exceptions.DeadlockError: Task-1, main(), waits in Event.wait() at uncaught.py:8, in main, and nothing is left that could wake it: await asyncio.Event().wait()
import asyncio


async def main():
    await asyncio.Event().wait()


asyncio.run(main())
