import asyncio


async def left(n):
    try:
        await asyncio.sleep(100)
    finally:
        print("cleanup", n)


async def main():
    global tasks
    tasks = [asyncio.create_task(left(n)) for n in range(1)]
    await asyncio.sleep(0)
    return "result"


print(asyncio.run(main()))
print([t.cancelled() for t in tasks])
