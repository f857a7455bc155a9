import asyncio


async def work():
    return 1


coroutine = work()
task = asyncio.create_task(coroutine)

# differs: CPython shows lines of its own library, too
