# differs: CPython ends with RecursionError, or worse
import asyncio


async def waits(tasks, for_which):
    await asyncio.sleep(0)
    await tasks[for_which]


async def gathers(tasks):
    await asyncio.sleep(0)
    await asyncio.gather(tasks[0])


async def circle(count):
    tasks = []
    for number in range(count):
        tasks.append(asyncio.create_task(waits(tasks, (number + 1) % count), name=f"{number}"))
    try:
        await tasks[0]
    finally:
        print([task.cancelling() for task in tasks[:3]])


async def circle_with_a_gathering():
    tasks = []
    tasks.append(asyncio.create_task(waits(tasks, 1), name="waits"))
    tasks.append(asyncio.create_task(gathers(tasks), name="gathers"))
    await tasks[0]


async def circle_of_gatherings():
    tasks = []

    async def gathers_next(number):
        try:
            await asyncio.gather(tasks[(number + 1) % 3])
        finally:
            print("ends:", number)

    tasks += [asyncio.create_task(gathers_next(number)) for number in range(3)]
    await asyncio.sleep(0.1)
    print(tasks[1].cancel())
    print([type(x).__name__ for x in await asyncio.gather(*tasks, return_exceptions=True)])


async def long_chain():
    task = asyncio.create_task(asyncio.sleep(1000))
    for _ in range(100000):
        task = asyncio.create_task(waits([task], 0))
    await asyncio.sleep(1)
    print(task.cancel("a long way"))
    try:
        await task
    except asyncio.CancelledError as error:
        print(repr(error))


for coroutine in circle(2), circle(3), circle_with_a_gathering():
    try:
        asyncio.run(coroutine)
    except asyncio.DeadlockError as error:
        print(str(error).splitlines()[-1])
asyncio.run(circle_of_gatherings())
asyncio.run(long_chain())
