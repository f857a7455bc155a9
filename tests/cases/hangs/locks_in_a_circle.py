# differs: CPython waits for ever
import asyncio


async def left(a, b):
    async with a:
        await asyncio.sleep(1)
        async with b:
            pass


async def right(a, b):
    async with b:
        await asyncio.sleep(1)
        async with a:
            pass


async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(left(a, b), right(a, b))


try:
    asyncio.run(main())
except asyncio.DeadlockError as error:
    print(error)
