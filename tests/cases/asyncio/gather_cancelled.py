import asyncio


async def child(n):
    try:
        await asyncio.sleep(n)
    except asyncio.CancelledError as error:
        print("child", n, error.args)
        raise


async def main():
    both = asyncio.gather(child(4), child(5))
    await asyncio.sleep(0)
    print(both.cancel("stop"), both.done())
    try:
        await both
    except asyncio.CancelledError as error:
        print("all", error.args, both.cancelled())
    a, b = asyncio.create_task(child(6)), asyncio.create_task(asyncio.sleep(0.01, "b"))
    both = asyncio.gather(a, b)
    await asyncio.sleep(0)
    a.cancel()
    try:
        await both
    except asyncio.CancelledError as error:
        print("one", error.args, both.cancelled(), b.done())
    print(await b)
    a, b = asyncio.create_task(child(6)), asyncio.create_task(asyncio.sleep(0.01, "b"))
    both = asyncio.gather(a, b, return_exceptions=True)
    await asyncio.sleep(0)
    a.cancel("gone")
    print(await both)


asyncio.run(main())
