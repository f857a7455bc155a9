# async for over generators and classes, in all forms, and what they refuse.
import asyncio
def show(f):
    try:
        print("->", f())
    except BaseException as e:
        print(type(e).__name__, e, repr(getattr(e,'value',None)), repr(e.__cause__), repr(e.__context__))
async def ig():
    while True:
        try:
            yield 1
        except GeneratorExit:
            yield 2
async def ig2():
    try: yield 1
    finally:
        await asyncio.sleep(0)
        print('done')
async def main():
    a=ig(); print(await a.__anext__())
    try: await a.aclose()
    except RuntimeError as e: print(e)
    print(a.ag_running)
    b=ig2(); print(await anext(b)); await b.aclose(); await b.aclose()
    try: await anext(b)
    except StopAsyncIteration as e: print('SAI', e)
    print(await anext(b, 'def'))
    async def sai():
        yield 1
        raise StopAsyncIteration('q')
    try:
        async for x in sai(): print(x)
    except RuntimeError as e: print(e, repr(e.__cause__), repr(e.__context__))
    async def si():
        yield 1
        raise StopIteration('q')
    try:
        async for x in si(): print(x)
    except RuntimeError as e: print(e, repr(e.__cause__), repr(e.__context__))
    async def two():
        yield 1
        await asyncio.sleep(0)
        yield 2
    c=two()
    async def get(): return await anext(c)
    r = await asyncio.gather(get(), get(), get(), get(), return_exceptions=True); print(r)
    c=two()
    await anext(c)
    t=asyncio.create_task(get()); await asyncio.sleep(0)
    for m in (lambda: c.aclose(), lambda: c.athrow(ValueError), lambda: c.asend(1), lambda: anext(c), lambda: anext(c,4)):
        try: await m()
        except RuntimeError as e: print(e)
        except BaseException as e: print(repr(e))
    print(await t)
    # cancellation
    async def slow():
        try:
            yield 1
            await asyncio.sleep(10)
            yield 2
        except asyncio.CancelledError:
            print('cancelled inside'); raise
        finally:
            print('fin')
    d=slow()
    async def loop():
        async for x in d: print('got',x)
    t=asyncio.create_task(loop()); await asyncio.sleep(0.1); t.cancel()
    try: await t
    except asyncio.CancelledError as e: print('C', e)
    print(d.ag_running, d.ag_frame)
    print([x async for x in two()], {x async for x in two()}, {x:x async for x in two()}, [y async for y in (x async for x in two())])
    print([x async for x in two() if await asyncio.sleep(0, True)])
    print([[x async for x in two()] for _ in range(2)])
    print([await asyncio.sleep(0,x) for x in range(3)])
    ge=(await asyncio.sleep(0,x) for x in range(3)); print(type(ge).__name__, [i async for i in ge])
    for ob in (1, [1]):
        try:
            async for x in ob: pass
        except TypeError as e: print(e)
    class A:
        def __aiter__(self): return 5
    try:
        async for x in A(): pass
    except TypeError as e: print(e)
    class B:
        def __aiter__(self): return self
        def __anext__(self): return 5
    try:
        async for x in B(): pass
    except TypeError as e: print(e, repr(e.__cause__))
    try: print(await anext(B()))
    except TypeError as e: print(e)
    try: print(await anext(B(), 3))
    except TypeError as e: print(e)
    class C:
        n=0
        def __aiter__(self): return self
        async def __anext__(self):
            self.n+=1
            await asyncio.sleep(0)
            if self.n>2: raise StopAsyncIteration
            return self.n
    print([x async for x in C()])
    c=C(); print(await anext(c,'d'), await anext(c,'d'), await anext(c,'d'), await anext(c,'d'))
    async def f():
        async for x in two(): 
            if x==1: continue
            break
        else: print('else?')
        async for x in two(): pass
        else: print('else!', x)
        async for x in two():
            async for y in two():
                print(x,y)
                if y==1: break
        return 5
    print(await f())
    async with asyncio.timeout(1):
        async for x in two(): pass
    try:
        async with asyncio.timeout(0.5):
            async for x in slow(): print(x)
    except TimeoutError as e: print('timeout')
asyncio.run(main())
