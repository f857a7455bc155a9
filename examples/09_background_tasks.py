import asyncio

async def some_coro(param):
    await asyncio.sleep(0.01 * param)
    print('some_coro', param)

async def harness_main():
    background_tasks = set()

    for i in range(10):
        task = asyncio.create_task(some_coro(param=i))

        # Add task to the set. This creates a strong reference.
        background_tasks.add(task)

        # To prevent keeping references to finished tasks forever,
        # make each task remove its own reference from the set after
        # completion:
        task.add_done_callback(background_tasks.discard)

    print('scheduled', len(background_tasks))
    while background_tasks:
        await asyncio.sleep(0.01)
    print('left', len(background_tasks))

asyncio.run(harness_main())
