import asyncio


async def main():
    q = asyncio.PriorityQueue()
    for i in (5, 1, 4, 2, 3): q.put_nowait(i)
    print([q.get_nowait() for _ in range(5)], q)
    q = asyncio.LifoQueue(2); await q.put(1); await q.put(2)
    try: q.put_nowait(3)
    except asyncio.QueueFull as e: print("full", q.full(), str(q))
    print(await q.get(), await q.get(), q.empty())
    try: q.get_nowait()
    except asyncio.QueueEmpty: print("empty")
    q = asyncio.Queue()
    g = [asyncio.create_task(q.get()) for _ in range(3)]
    await asyncio.sleep(0); g[0].cancel(); q.put_nowait("a"); q.put_nowait("b")
    print(await asyncio.gather(*g, return_exceptions=True))
    try: q.task_done(); q.task_done(); q.task_done()
    except ValueError as e: print(e)
    q = asyncio.Queue(1); q.put_nowait(1)
    p = asyncio.create_task(q.put(2)); await asyncio.sleep(0)
    q.shutdown()
    try: await p
    except asyncio.QueueShutDown: print("shut p")
    print(await q.get())
    try: await q.get()
    except asyncio.QueueShutDown: print("shut g", q)


asyncio.run(main())
