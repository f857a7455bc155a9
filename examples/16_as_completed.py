import asyncio
from asyncio import as_completed

async def job(n):
    await asyncio.sleep(0.05 * n)
    print('job', n, 'ends')
    return n

async def harness_main():
    aws = [job(n) for n in (3, 1, 2)]
    for coro in as_completed(aws):
        earliest_result = await coro
        # ...
    print('last result', earliest_result)

asyncio.run(harness_main())
