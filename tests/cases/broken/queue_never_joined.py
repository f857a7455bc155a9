# differs: CPython waits for ever
import asyncio


async def worker(queue):
    while True:
        print("work on", await queue.get())


async def main():
    queue = asyncio.Queue()
    queue.put_nowait("letter")
    task = asyncio.create_task(worker(queue))
    await queue.join()
    task.cancel()


asyncio.run(main())
