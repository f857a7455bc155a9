import asyncio
class Aw:
    def __await__(self):
        return asyncio.sleep(0, "aw").__await__()
class Aw2:
    def __await__(self):
        r = yield from asyncio.get_running_loop().create_task(asyncio.sleep(0, "aw2")).__await__()
        return r
class MyFut(asyncio.Future):
    def __init__(self, *a, **k):
        super().__init__(*a, **k)
        self.tag = 1
class MyTask(asyncio.Task): pass
async def main():
    print(await Aw(), await Aw2(), await asyncio.ensure_future(Aw()), await asyncio.gather(Aw(), Aw2()))
    f = MyFut(); print(f, f.tag)
    asyncio.get_running_loop().call_soon(f.set_result, 9)
    print(await f)
    t = MyTask(asyncio.sleep(0, "mt"))
    print(await t, isinstance(t, asyncio.Future), asyncio.isfuture(t))
    class Duck:
        _asyncio_future_blocking = False
        def __init__(self, loop): self.l=loop; self.cbs=[]; self.v=None; self._loop = loop
        def get_loop(self): return self.l
        def add_done_callback(self, cb, *, context=None): self.cbs.append((cb, context))
        def result(self): return self.v
        def cancel(self, msg=None): return False
        def finish(self, v):
            self.v=v
            for cb, c in self.cbs: self.l.call_soon(cb, self, context=c)
        def __await__(self):
            self._asyncio_future_blocking = True
            yield self
            return self.v
    d = Duck(asyncio.get_running_loop())
    asyncio.get_running_loop().call_soon(d.finish, "quack")
    print(await d, asyncio.isfuture(d))
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coro, **k: MyTask(coro, loop=loop, **k))
    t = asyncio.create_task(asyncio.sleep(0), name="fac")
    print(type(t).__name__, t.get_name()); await t
    loop.set_task_factory(asyncio.eager_task_factory)
    async def eager(): print("eager runs"); return 1
    t = asyncio.create_task(eager()); print(t.done(), await t)
    async def eager2(): print("e2 start"); await asyncio.sleep(0); print("e2 end"); return 2
    t = asyncio.create_task(eager2()); print(t.done(), await t)
asyncio.run(main())
with asyncio.Runner() as r:
    print(r.run(asyncio.sleep(0, 1)), r.run(asyncio.sleep(0, 2)), r.get_loop().is_running())
