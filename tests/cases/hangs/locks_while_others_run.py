# differs: CPython says nothing
import asyncio


async def transfer(source, target):
    async with source:
        await asyncio.sleep(1)
        async with target:
            print("never")


async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    tasks = [asyncio.create_task(transfer(a, b), name="there"),
             asyncio.create_task(transfer(b, a), name="back")]
    for number in range(3):
        await asyncio.sleep(1)
        print("still here", number)
    for task in tasks:
        task.cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))


asyncio.run(main())
