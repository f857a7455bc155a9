import asyncio


async def deep(n):
    if n:
        return await deep(n - 1)
    await asyncio.sleep(0)
    return "bottom"


async def unwinds(n):
    try:
        if n:
            await unwinds(n - 1)
        else:
            await asyncio.sleep(10)
    except asyncio.CancelledError:
        if n % 100 == 0:
            print("unwound", n)
        raise


async def main():
    print(await deep(900))
    task = asyncio.create_task(unwinds(500))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")
    try:
        await deep(5000)
    except RecursionError as error:
        print(error)


asyncio.run(main())
