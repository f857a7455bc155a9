# differs: CPython waits for ever
import asyncio


async def main():
    queue = asyncio.Queue()
    print(await queue.get())


asyncio.run(main())
