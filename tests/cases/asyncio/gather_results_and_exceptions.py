import asyncio


async def child(n, fail=False):
    await asyncio.sleep(0.01 * n)
    if fail:
        raise ValueError(n)
    print("end", n)
    return n


async def main():
    print(await asyncio.gather(child(2), child(1), child(3)))
    print(await asyncio.gather(child(1), child(2, True), return_exceptions=True))
    try:
        await asyncio.gather(child(3), child(1, True), child(2))
    except ValueError as error:
        print("raised", error)
    await asyncio.sleep(0.05)
    task = asyncio.create_task(child(1))
    print(await asyncio.gather(task, task, task))
    print(await asyncio.gather())


asyncio.run(main())
