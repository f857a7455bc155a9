import asyncio


async def worker(name, queue, lock):
    while True:
        item = await queue.get()
        async with lock:
            print(name, item)
            await asyncio.sleep(0)
        queue.task_done()


async def main():
    queue, lock, event = asyncio.Queue(2), asyncio.Lock(), asyncio.Event()
    workers = [asyncio.create_task(worker(n, queue, lock)) for n in "ab"]
    for item in range(5):
        await queue.put(item)
    await queue.join()
    for task in workers:
        task.cancel()
    print(await asyncio.gather(*workers, return_exceptions=True))
    asyncio.get_running_loop().call_soon(event.set)
    print(event.is_set(), await event.wait(), event.is_set())
    try:
        lock.release()
    except RuntimeError as error:
        print(error)


asyncio.run(main())
