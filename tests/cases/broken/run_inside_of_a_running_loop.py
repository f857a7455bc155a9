import asyncio


async def inner():
    return 1


async def main():
    coroutine = inner()
    print(asyncio.run(coroutine))


asyncio.run(main())

# differs: CPython shows lines of its own library, too
