# A condition with `async with` and without, from the page about synchronisation.
import asyncio


async def notify(cond):
    async with cond:
        cond.notify_all()


async def main():
    cond = asyncio.Condition()
    other = asyncio.create_task(notify(cond))

    # ... later
    async with cond:
        await cond.wait()
        print(cond.locked())

    await other
    other = asyncio.create_task(notify(cond))
    await cond.acquire()
    try:
        await cond.wait()
        print(cond.locked())
    finally:
        cond.release()
    await other
    print(cond.locked())


asyncio.run(main())
