# differs: CPython shows lines of its own library, too
import asyncio


async def load(name):
    await asyncio.sleep(0.1)
    raise OSError(f"no {name}")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(load("map"))
        group.create_task(load("list"))


asyncio.run(main())
