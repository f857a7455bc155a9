import asyncio


async def main():
    c = asyncio.Condition(); out = []
    async def w(n):
        async with c:
            await c.wait(); out.append(n)
    ts = [asyncio.create_task(w(i)) for i in range(4)]
    await asyncio.sleep(0)
    async with c: c.notify(2)
    await asyncio.sleep(0.001); print(out)
    ts[2].cancel()
    async with c: c.notify_all()
    print(await asyncio.gather(*ts, return_exceptions=True), out)
    try: c.notify()
    except RuntimeError as e: print(e)
    try: await c.wait()
    except RuntimeError as e: print(e)
    n = 0
    async def inc():
        nonlocal n
        for _ in range(3):
            async with c: n += 1; c.notify_all()
            await asyncio.sleep(0)
    asyncio.create_task(inc())
    async with c: print(await c.wait_for(lambda: n >= 3), n)


asyncio.run(main())
