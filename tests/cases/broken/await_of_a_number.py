import asyncio


def answer():
    return 42


async def main():
    print(await answer())


asyncio.run(main())

# differs: CPython shows lines of its own library, too
