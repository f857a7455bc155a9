import asyncio


async def work():
    return 1


coroutine = work()
task = asyncio.create_task(coroutine)
