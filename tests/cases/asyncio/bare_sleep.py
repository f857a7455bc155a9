import asyncio
async def one():
    x = await asyncio.sleep(0)
    print('x', x)
    return 5
c = one()
print(c.send(None)); print(c.cr_await, type(c.cr_await).__name__) if 0 else None
a = c.cr_await
print(a is c.cr_await, type(a).__name__, a.__name__)
try: c.send(17)
except StopIteration as e: print('stop', e.value)
c = one(); c.send(None)
try: c.throw(ValueError('v'))
except ValueError as e: print('got', e)
c = one(); c.send(None); c.close(); print('closed')
async def fin():
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError as e:
        print('cancelled'); raise
    finally:
        print('fin')
async def main():
    t = asyncio.create_task(fin())
    await asyncio.sleep(0)
    t.cancel()
    try: await t
    except asyncio.CancelledError: print('t cancelled')
    s = asyncio.sleep(0)
    print(type(s).__name__); print(await s)
    r = await asyncio.sleep(0, 'res'); print(r)
    print(await asyncio.sleep(delay=0))
    f = asyncio.sleep
    print(await f(0), await f(-1), await f(0.0), await f(True))
    xs = [await asyncio.sleep(0) for _ in range(3)]; print(xs)
    async def gen():
        for i in range(2):
            await asyncio.sleep(0)
            yield i
    print([i async for i in gen()])
    g = asyncio.gather(asyncio.sleep(0), asyncio.sleep(0)); print(await g)
    c = one(); c.send(None); del c
    async with asyncio.timeout(1): await asyncio.sleep(0)
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(asyncio.sleep(0)); await asyncio.sleep(0); 1/0
    except* ZeroDivisionError: print('zd')
asyncio.run(main())
