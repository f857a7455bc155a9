# A group waits for both of its tasks, from the page about tasks.
import asyncio

async def some_coro(argument):
    await asyncio.sleep(2)
    print('some_coro', argument)

async def another_coro(argument):
    await asyncio.sleep(1)
    print('another_coro', argument)
async def main():
    async with asyncio.TaskGroup() as tg:
        task1 = tg.create_task(some_coro(...))
        task2 = tg.create_task(another_coro(...))
    print("Both tasks have completed now.")
asyncio.run(main())
