import asyncio


async def main():
    b = asyncio.Barrier(3); print(b.parties, b.n_waiting, b.broken)
    async def w():
        return await b.wait()
    print(sorted(await asyncio.gather(w(), w(), w())), b.n_waiting)
    t = asyncio.create_task(w()); await asyncio.sleep(0); await b.abort()
    try: await t
    except asyncio.BrokenBarrierError as e: print("broken", b.broken)


asyncio.run(main())
