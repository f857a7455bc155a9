import asyncio


async def main():
    try:
        async with asyncio.TaskGroup() as g:
            async def f(): raise KeyError(1)
            async def h():
                try: await asyncio.sleep(1)
                finally: raise ValueError(2)
            g.create_task(f()); g.create_task(h())
    except ExceptionGroup as e: print(e, [repr(x) for x in e.exceptions])
    async def outer():
        async with asyncio.TaskGroup() as g:
            g.create_task(asyncio.sleep(10)); await asyncio.sleep(10)
    x = asyncio.create_task(outer()); await asyncio.sleep(0); await asyncio.sleep(0); x.cancel()
    try: await x
    except asyncio.CancelledError: print("tg cancelled", x.cancelling())
    g = asyncio.TaskGroup()
    c = asyncio.sleep(0)
    try: g.create_task(c)
    except RuntimeError as e: print(str(e).split("<")[0])
    async with g: pass
    try: g.create_task(asyncio.sleep(0))
    except RuntimeError as e: print(str(e)[-12:])
    async def nested():
        async with asyncio.TaskGroup() as a:
            async with asyncio.TaskGroup() as b:
                async def f(): raise OSError("x")
                b.create_task(f())
            print("not here")
    try: await nested()
    except* OSError as e: print(repr(e))
    try:
        async with asyncio.timeout(0.01):
            async with asyncio.TaskGroup() as a: a.create_task(asyncio.sleep(5))
    except TimeoutError: print("tg timeout")


asyncio.run(main())
