# A shield that is cancelled, from the page about tasks, without and with a handler; what is shielded goes
# on.
import asyncio
from asyncio import CancelledError, shield


async def something():
    await asyncio.sleep(1)
    print('something is done')
    return 'result'


async def not_handled():
    task = asyncio.create_task(something())
    res = await shield(task)
    return res


async def handled():
    task = asyncio.create_task(something())
    try:
        res = await shield(task)
    except CancelledError:
        res = None
    return res


async def main():
    print(await not_handled(), await handled())
    for function in not_handled, handled:
        task = asyncio.create_task(function())
        await asyncio.sleep(0.5)
        task.cancel()
        print(await asyncio.gather(task, return_exceptions=True))
        await asyncio.sleep(1)


asyncio.run(main())
