# A loop that is all Python code drives native coroutines, futures and tasks.
import asyncio
import heapq
from collections import deque


class Loop(asyncio.AbstractEventLoop):
    def __init__(self):
        self.ready, self.timers, self.now = deque(), [], 100.0
        self.stopping = self.closed = self.running = False
        self.count = 0

    def time(self):
        return self.now

    def get_debug(self):
        return False

    def is_running(self):
        return self.running

    def is_closed(self):
        return self.closed

    def call_soon(self, callback, *args, context=None):
        handle = asyncio.Handle(callback, args, self, context)
        self.ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay, callback, *args, context=None):
        return self.call_at(self.now + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        timer = asyncio.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self.timers, timer)
        return timer

    def _timer_handle_cancelled(self, handle):
        pass

    def create_future(self):
        return asyncio.Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        return asyncio.Task(coro, loop=self, name=name, context=context)

    def call_exception_handler(self, context):
        print('handler:', context['message'].split(' at ')[0], repr(context.get('exception')))

    def stop(self):
        self.stopping = True

    def run_forever(self):
        asyncio._set_running_loop(self)
        self.running = True
        try:
            while not self.stopping:
                if not self.ready and self.timers:
                    timer = heapq.heappop(self.timers)
                    self.now = max(self.now, timer.when())
                    self.ready.append(timer)
                if not self.ready:
                    raise RuntimeError('nothing to do')
                handle = self.ready.popleft()
                if not handle.cancelled():
                    self.count += 1
                    handle._run()
        finally:
            self.stopping = self.running = False
            asyncio._set_running_loop(None)

    def run_until_complete(self, future):
        future = asyncio.ensure_future(future, loop=self)
        future.add_done_callback(lambda _: self.stop())
        self.run_forever()
        return future.result()

    async def shutdown_asyncgens(self):
        print('shutdown_asyncgens')

    async def shutdown_default_executor(self, timeout=None):
        print('shutdown_default_executor', timeout)

    def close(self):
        self.closed = True


async def worker(name, queue, results):
    while True:
        item = await queue.get()
        await asyncio.sleep(0.5)
        results.append((name, item, asyncio.get_running_loop().time()))
        queue.task_done()


async def main():
    loop = asyncio.get_running_loop()
    print(type(loop).__name__, asyncio.current_task().get_name(), len(asyncio.all_tasks()))
    print(await asyncio.gather(asyncio.sleep(2, 'a'), asyncio.sleep(1, 'b')), loop.time())
    try:
        async with asyncio.timeout(3):
            await asyncio.sleep(10)
    except TimeoutError:
        print('timeout', loop.time())
    try:
        await asyncio.wait_for(asyncio.Event().wait(), 1)
    except TimeoutError:
        print('wait_for', loop.time())
    queue, results = asyncio.Queue(), []
    for item in range(4):
        queue.put_nowait(item)
    workers = [asyncio.create_task(worker(f'w{n}', queue, results)) for n in range(2)]
    await queue.join()
    for each in workers:
        each.cancel()
    print(await asyncio.gather(*workers, return_exceptions=True))
    print(results)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(1))
            group.create_task(fail())
    except* ZeroDivisionError as group:
        print(group.exceptions)
    done, pending = await asyncio.wait(
        [asyncio.create_task(asyncio.sleep(n)) for n in (1, 2)], return_when='FIRST_COMPLETED')
    print(len(done), len(pending))
    for each in asyncio.as_completed([asyncio.sleep(2, 'x'), asyncio.sleep(1, 'y')]):
        print(await each, loop.time())
    lock = asyncio.Lock()
    async with lock:
        print(lock.locked())
    future = loop.create_future()
    loop.call_soon(lambda: 1 / 0)
    loop.call_later(1, future.set_result, 'late')
    print(await asyncio.shield(future))
    return 'done'


async def fail():
    await asyncio.sleep(0)
    1 / 0


with asyncio.Runner(loop_factory=Loop) as runner:
    print(runner.run(main()))
print(asyncio.run(asyncio.sleep(5, 'slept'), loop_factory=Loop))
