# differs: CPython waits for ever
import asyncio


async def waits(task):
    await (task or asyncio.Event().wait())


async def main():
    task = None
    for number in range(5000):
        task = asyncio.create_task(waits(task), name=f"{number}\n")
    await task


try:
    asyncio.run(main())
except asyncio.DeadlockError as error:
    lines = str(error).splitlines()
    print(lines[0])
    print(*lines[-6:], sep="\n")
    print(len(lines) < 150)
