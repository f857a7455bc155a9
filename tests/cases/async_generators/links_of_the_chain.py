# An asynchronous generator in a chain of awaits: looked at, closed and thrown into from outside.
import asyncio
# introspection in chains
async def g():
    yield 1
    await fut
    yield 2
async def c():
    async for x in a: print('x', x)
async def c2():
    print(await a2.asend(None)); print(await a2.asend(None))
async def main():
    global fut, a, a2
    # Tasks are numbered in an order that CPython does not promise here.
    asyncio.get_running_loop().set_exception_handler(lambda _, c: print(c['message'], repr(c['exception'])))
    fut=asyncio.get_running_loop().create_future()
    a=g(); co=c(); t=asyncio.create_task(co); await asyncio.sleep(0)
    print(type(co.cr_await).__name__, a.ag_running, type(a.ag_await).__name__, a.ag_suspended, co.cr_running, co.cr_suspended)
    fut.set_result(3); await t
    fut=asyncio.get_running_loop().create_future()
    a2=g(); co=c2(); t=asyncio.create_task(co); await asyncio.sleep(0)
    print(type(co.cr_await).__name__, a2.ag_running)
    step=co.cr_await
    try: print(step.send(None))
    except BaseException as e: print(repr(e))
    fut.set_result(None)
    await asyncio.sleep(0)
    try: await t
    except BaseException as e: print(repr(e))
    # tasks of steps
    async def h():
        yield 5
        await asyncio.sleep(0)
        yield 6
    x=h()
    print(await asyncio.create_task(x.__anext__()), await asyncio.ensure_future(x.asend(1)))
    print(asyncio.iscoroutine(s:=x.aclose())); print(await asyncio.create_task(s))
    print(await asyncio.gather(h().__anext__(), h().asend(None)))
    print(await asyncio.wait_for(h().__anext__(), 1))
    # close coroutine in async for
    async def k():
        try:
            yield 1; await asyncio.sleep(1); 
        except BaseException as e: print('k', repr(e)); raise
        finally: print('kf')
    async def use():
        try:
            async for i in k(): pass
        except BaseException as e: print('use', repr(e)); raise
    co=use(); co.send(None); co.close()
    async def k2():
        try:
            yield 1; await asyncio.sleep(1); 
        except BaseException as e: print('k2', repr(e)); yield 9
    async def use2(src):
        try:
            async for i in src: pass
        except BaseException as e: print('use', repr(e)); raise
    co=use2(k2()); co.send(None); 
    try: co.close()
    except BaseException as e: print(repr(e))
    async def k3():
        while 1:
            try: await asyncio.sleep(1)
            except GeneratorExit: print('ignored')
            else: return
        yield
    co=use2(k3()); co.send(None)
    try: co.close()
    except BaseException as e: print(repr(e))
    co=use2(k()); co.send(None)
    try: co.throw(ValueError('T'))
    except BaseException as e: print(repr(e))
    co=use2(k()); co.send(None)
    try: co.throw(GeneratorExit('T'))
    except BaseException as e: print(repr(e))
    async def cl():
        ag=k2(); await anext(ag)
        await ag.aclose()
    try: await cl()
    except RuntimeError as e: print(e)
asyncio.run(main())
