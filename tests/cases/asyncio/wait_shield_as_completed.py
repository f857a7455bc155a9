import asyncio


async def main():
    async def w(n, exc=False):
        await asyncio.sleep(n/200)
        if exc: raise ValueError(n)
        return n
    ts = [asyncio.create_task(w(i)) for i in (1,2,3)]
    d, p = await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED); print(len(d), len(p))
    d, p = await asyncio.wait(ts, timeout=0); print(len(d), len(p))
    d, p = await asyncio.wait(ts); print(sorted(t.result() for t in d), p)
    ts = [asyncio.create_task(w(i, i == 2)) for i in (1,2,4)]
    d, p = await asyncio.wait(ts, return_when=asyncio.FIRST_EXCEPTION); print(len(d), len(p))
    for f in (lambda: asyncio.wait([]), lambda: asyncio.wait(ts[0]), lambda: asyncio.wait(ts, return_when="x")):
        try: await f()
        except (ValueError, TypeError) as e: print(e)
    for f in asyncio.as_completed([w(3), w(1), w(2)]): print("plain", await f)
    async for f in asyncio.as_completed([w(3), w(1), w(2)]): print("async", await f)
    try:
        for f in asyncio.as_completed([w(1), w(90)], timeout=0.02): print(await f)
    except TimeoutError as e: print("as_completed timeout")
    inner = asyncio.create_task(w(2)); s = asyncio.shield(inner)
    asyncio.get_running_loop().call_soon(s.cancel)
    try: await s
    except asyncio.CancelledError: print("shield cancelled", inner.cancelled(), await inner)
    try: await asyncio.shield(w(1, True))
    except ValueError as e: print("shield", e)
    await asyncio.gather(*[t for t in asyncio.all_tasks() if t is not asyncio.current_task()], return_exceptions=True)


asyncio.run(main())
