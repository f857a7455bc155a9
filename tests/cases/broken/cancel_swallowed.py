# differs: CPython waits for ever
import asyncio


async def worker(queue):
    try:
        print(await queue.get())
    except asyncio.CancelledError:
        print("not yet")
    print(await queue.get())


async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(worker(queue))
    await asyncio.sleep(1)
    task.cancel()
    await task


asyncio.run(main())
