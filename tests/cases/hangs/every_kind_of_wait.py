# differs: CPython waits for ever
import asyncio


class Later:
    def __await__(self):
        return asyncio.Future().__await__()


async def worker(queue):
    while True:
        await queue.get()


async def group(event):
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(event.wait(), name="in the group")


async def condition():
    condition = asyncio.Condition()
    async with condition:
        await condition.wait()


async def several(tasks):
    await asyncio.wait(tasks)


async def shielded(task):
    await asyncio.shield(task)


async def items(task):
    yield 1
    await task


async def iterates(task):
    async for _ in items(task):
        pass


async def later():
    await Later()


async def main():
    queue, event = asyncio.Queue(), asyncio.Event()
    for number in range(1000):
        asyncio.create_task(worker(queue), name=f"worker-{number}")
    in_group = asyncio.create_task(group(event))
    full = asyncio.Queue(1)
    full.put_nowait(None)
    put = asyncio.create_task(full.put(None), name="put")
    barrier = asyncio.create_task(asyncio.Barrier(2).wait(), name="barrier")
    asyncio.create_task(several({put, barrier}), name="several")
    asyncio.create_task(shielded(put), name="shielded")
    asyncio.create_task(iterates(in_group), name="iterates")
    asyncio.create_task(later(), name="later")
    asyncio.create_task(condition(), name="condition")
    semaphore = asyncio.Semaphore(0)
    async with asyncio.timeout(None):
        await asyncio.wait_for(semaphore.acquire(), None)


try:
    asyncio.run(main())
except asyncio.DeadlockError as error:
    print(error)
