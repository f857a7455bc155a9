# A condition with `async with` and without, from the page about synchronisation.
import asyncio


async def notify(conditions):
    while True:
        await asyncio.sleep(1)
        cond = conditions[-1]
        async with cond:
            print('notified:', cond.locked())
            cond.notify_all()


class Remembered(asyncio.Condition):
    made = []

    def __init__(self):
        super().__init__()
        self.made.append(self)


async def first():
    cond = asyncio.Condition()

    # ... later
    async with cond:
        await cond.wait()
        print(cond.locked())
    print(cond.locked())


async def second():
    cond = asyncio.Condition()

    # ... later
    await cond.acquire()
    try:
        await cond.wait()
    finally:
        cond.release()
    print(cond.locked())


async def main():
    asyncio.Condition = Remembered
    notifying = asyncio.create_task(notify(Remembered.made))
    await first()
    await second()
    notifying.cancel()


asyncio.run(main())
