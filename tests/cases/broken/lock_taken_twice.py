# differs: CPython waits for ever
import asyncio

lock = asyncio.Lock()


async def log(text):
    async with lock:
        print(text)


async def main():
    async with lock:
        await log("hello")


asyncio.run(main())
