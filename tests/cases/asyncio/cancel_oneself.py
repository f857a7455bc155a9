import asyncio


async def goes_on():
    asyncio.current_task().cancel()
    print("still here")
    await asyncio.sleep(0)
    print("never here")


async def returns():
    asyncio.current_task().cancel()
    return 5


async def main():
    for coroutine in (goes_on(), returns()):
        task = asyncio.create_task(coroutine)
        try:
            print(await task)
        except asyncio.CancelledError:
            print("cancelled")


asyncio.run(main())
