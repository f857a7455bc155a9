# differs: CPython waits for ever
import asyncio


async def transfer(first, second):
    async with first:
        await asyncio.sleep(0.1)
        async with second:
            print("transferred")


async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(transfer(a, b), name="from a to b")
        group.create_task(transfer(b, a), name="from b to a")


asyncio.run(main())
