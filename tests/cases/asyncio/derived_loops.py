# Classes derived from the usual loop replace its methods, and it asks them.
import asyncio


class Counting(asyncio.SelectorEventLoop):
    def __init__(self, *args):
        self.calls = []
        super().__init__(*args)

    def call_soon(self, callback, *args, context=None):
        self.calls.append('soon')
        return super().call_soon(callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        self.calls.append('at')
        return super().call_at(when, callback, *args, context=context)

    def create_future(self):
        self.calls.append('future')
        return super().create_future()


async def main():
    loop = asyncio.get_running_loop()
    loop.calls.clear()
    await asyncio.sleep(0)
    print(loop.calls)
    loop.calls.clear()
    await asyncio.sleep(0.01)
    print(loop.calls)
    loop.calls.clear()
    await asyncio.gather(asyncio.sleep(0), asyncio.sleep(0))
    print(loop.calls.count('soon') > 4)


asyncio.run(main(), loop_factory=Counting)


class Travelling(asyncio.SelectorEventLoop):
    # Its clock jumps to the next timer.
    def __init__(self):
        super().__init__()
        self.moment, self.alarms = 0.0, []

    def time(self):
        return self.moment

    def call_at(self, when, callback, *args, context=None):
        self.alarms.append(when)
        return super().call_at(when, callback, *args, context=context)

    def _run_once(self):
        if self.alarms and not self._ready:
            self.alarms.sort()
            self.moment = self.alarms.pop(0)
        super()._run_once()


async def travel():
    loop = asyncio.get_running_loop()
    for hours in (1, 24, 1000):
        await asyncio.sleep(hours * 3600)
        print(loop.time())
    try:
        async with asyncio.timeout(3600):
            await asyncio.sleep(7200)
    except TimeoutError:
        print('too long', loop.time())


asyncio.run(travel(), loop_factory=Travelling)


class Telling(asyncio.SelectorEventLoop):
    def call_exception_handler(self, context):
        print('told:', context['message'].split(' at ')[0])

    def close(self):
        print('closing')
        super().close()


async def failing():
    asyncio.get_running_loop().call_soon(int, 'x')
    await asyncio.sleep(0)


asyncio.run(failing(), loop_factory=Telling)

# One loop alone.
loop = asyncio.new_event_loop()
loop.time = lambda: 5.0
print(loop.call_later(1, print).when())
del loop.time
print(loop.call_later(1, print).when() != 6.0)
loop.close()

# Turns one by one.
loop = asyncio.new_event_loop()
loop.call_soon(print, 'turn')
loop._run_forever_setup()
print(loop.is_running(), asyncio.get_running_loop() is loop)
loop._run_once()
loop._run_forever_cleanup()
print(loop.is_running())
loop.close()
