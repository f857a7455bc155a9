import asyncio


async def main():
    try:
        async with asyncio.timeout(0.01):
            try:
                async with asyncio.timeout(0.05): await asyncio.sleep(1)
            except TimeoutError: print("inner?")
    except TimeoutError as e: print("outer", repr(e.__cause__), repr(e.__context__))
    try:
        async with asyncio.timeout(0) as t: await asyncio.sleep(0)
    except TimeoutError: print("zero", t)
    try:
        await asyncio.wait_for(asyncio.sleep(1), 0)
    except TimeoutError: print("wf0")
    t = asyncio.timeout(5)
    try: t.reschedule(3)
    except RuntimeError as e: print(e)
    async with t:
        print(str(t).split(" when")[0])
        try:
            async with t: pass
        except RuntimeError as e: print(e)
    print(t)
    # external cancel in timeout
    async def c():
        async with asyncio.timeout(10): await asyncio.sleep(10)
    x = asyncio.create_task(c()); await asyncio.sleep(0); x.cancel("ext")
    try: await x
    except asyncio.CancelledError as e: print("ext", e.args)


asyncio.run(main())
