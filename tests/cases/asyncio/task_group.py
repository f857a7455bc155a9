import asyncio


async def child(n, fail=False):
    try:
        await asyncio.sleep(0.01 * n)
        if fail:
            raise ValueError(n)
        return n
    except asyncio.CancelledError:
        print("cancelled", n)
        raise


async def main():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(child(n)) for n in range(3)]
    print([task.result() for task in tasks])
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child(1, True))
            group.create_task(child(9))
            await child(8)
    except* ValueError as error:
        print(repr(error.exceptions))
    print(asyncio.current_task().cancelling())


asyncio.run(main())
