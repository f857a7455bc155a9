# differs: CPython names lines of its own library
import asyncio
import time


async def tick():
    time.sleep(0.5)


async def main():
    await asyncio.create_task(tick())


asyncio.run(main(), debug=True)
