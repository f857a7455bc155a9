"""Tasks that take turns."""
import asyncio
import sys


async def turns(n):
    for _ in range(n):
        await asyncio.sleep(0)


async def main(n):
    await asyncio.gather(*[turns(n // 100) for _ in range(100)])


asyncio.run(main(int(sys.argv[1])))
