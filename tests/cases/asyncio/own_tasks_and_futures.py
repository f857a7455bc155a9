# Tasks and futures of the program's own classes, and futures that are no Future at all.
import asyncio


class Task(asyncio.Task):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.told = 0

    def add_done_callback(self, *args, **kwargs):
        self.told += 1
        super().add_done_callback(*args, **kwargs)


class Future(asyncio.Future):
    told = 0

    def add_done_callback(self, *args, **kwargs):
        self.told += 1
        super().add_done_callback(*args, **kwargs)


class Duck:
    # What looks like a future is one.
    _asyncio_future_blocking = False

    def __init__(self, loop):
        self.inner = loop.create_future()

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def __await__(self):
        if not self.done():
            self._asyncio_future_blocking = True
            yield self
        return self.result()

    __iter__ = __await__


class Wrapping:
    # A task that has another one inside.
    _asyncio_future_blocking = False

    def __init__(self, loop, coro, **kwargs):
        self.task = asyncio.Task(coro, loop=loop, **kwargs)

    def __getattr__(self, name):
        return getattr(self.task, name)

    def __await__(self):
        if not self.done():
            self._asyncio_future_blocking = True
            yield self
        return self.result()


async def main():
    loop = asyncio.get_running_loop()
    future = Future()
    loop.call_soon(future.set_result, 'own')
    print(await future, future.told)

    task = Task(asyncio.sleep(0, 'task'), name='mine')
    print(await asyncio.gather(task, return_exceptions=True), task.told, task.get_name())

    duck = Duck(loop)
    loop.call_later(0.01, duck.set_result, 'duck')
    print(asyncio.isfuture(duck), asyncio.ensure_future(duck) is duck, await duck)
    ducks = [Duck(loop) for _ in range(3)]
    for number, each in enumerate(ducks):
        loop.call_later(0.01, each.set_result, number)
    print(await asyncio.gather(*ducks))
    duck = Duck(loop)
    waiting = asyncio.create_task(asyncio.wait_for(duck, 5))
    await asyncio.sleep(0)
    waiting.cancel()
    print((await asyncio.gather(waiting, return_exceptions=True)), duck.cancelled())
    print(asyncio.Task[int], asyncio.Future[str], asyncio.Queue[bytes])


asyncio.run(main())

loop = asyncio.new_event_loop()
loop.set_task_factory(lambda loop, coro, **kwargs: Task(coro, loop=loop, **kwargs))
print(type(loop.create_task(asyncio.sleep(0))).__name__)
print(loop.run_until_complete(asyncio.sleep(0, 'factory')))
loop.set_task_factory(Wrapping)
print(loop.run_until_complete(asyncio.sleep(0, 'wrapped')))
try:
    loop.set_task_factory(5)
except TypeError as error:
    print(error)
loop.close()
future = Future.__new__(Future)
for act in (future.get_loop, future.cancel, lambda: future.set_result(1),
            lambda: future.add_done_callback(print), future.result):
    try:
        act()
    except Exception as error:
        print(type(error).__name__, error)
