import asyncio

async def job(n):
    await asyncio.sleep(0.02 * n)
    return n

async def harness_main():
    aws = [asyncio.create_task(job(n)) for n in (3, 1, 2)]
    done, pending = await asyncio.wait(aws)
    print(sorted(t.result() for t in done), len(pending))

asyncio.run(harness_main())
