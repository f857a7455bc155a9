import asyncio

async def something():
    print('something started')
    try:
        await asyncio.sleep(0.1)
    except asyncio.CancelledError:
        print('something was cancelled')
        raise
    print('something finished')
    return 'value'

async def caller():
    res = await something()
    print('res =', res)

async def harness_main():
    await caller()
    task = asyncio.create_task(caller())
    await asyncio.sleep(0.02)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print('caller cancelled')
    await asyncio.sleep(0.2)

asyncio.run(harness_main())
