import asyncio


async def main():
    s = asyncio.Semaphore(2)
    active = 0; peak = 0
    async def w(n):
        nonlocal active, peak
        async with s:
            active += 1; peak = max(peak, active)
            await asyncio.sleep(0.001)
            active -= 1
        return n
    print(await asyncio.gather(*[w(i) for i in range(7)]), peak, s.locked())
    b = asyncio.BoundedSemaphore(1)
    try: b.release()
    except ValueError as e: print(e)
    await s.acquire(); await s.acquire()
    t = asyncio.create_task(s.acquire()); t2 = asyncio.create_task(s.acquire())
    await asyncio.sleep(0); print(str(s).split("[")[1])
    s.release(); t.cancel(); await asyncio.sleep(0); await asyncio.sleep(0); print(t.cancelled(), t2.done())
    try: asyncio.Semaphore(-1)
    except ValueError as e: print(e)


asyncio.run(main())
