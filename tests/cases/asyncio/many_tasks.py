import asyncio


async def child(n):
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return n


async def main():
    results = await asyncio.gather(*[child(n) for n in range(20000)])
    print(len(results), results[-1], sum(results))


asyncio.run(main())
