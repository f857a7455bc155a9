import asyncio


async def slow():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("slow cancelled")
        raise


async def main():
    print(await asyncio.wait_for(asyncio.sleep(0, "fast"), 1))
    try:
        await asyncio.wait_for(slow(), 0.01)
    except TimeoutError as error:
        print("timeout", repr(error), repr(error.__cause__))
    try:
        async with asyncio.timeout(0.01) as limit:
            await slow()
    except asyncio.TimeoutError:
        print(limit.expired())
    async with asyncio.timeout(None) as limit:
        limit.reschedule(asyncio.get_running_loop().time() + 10)
    print(limit.expired(), asyncio.current_task().cancelling())


asyncio.run(main())
