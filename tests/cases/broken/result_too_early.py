import asyncio


async def answer():
    return 42


async def main():
    task = asyncio.create_task(answer())
    print(task.result())


asyncio.run(main())

# differs: CPython shows lines of its own library, too
