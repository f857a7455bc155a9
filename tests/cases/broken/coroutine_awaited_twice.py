import asyncio


async def answer():
    return 42


async def main():
    coroutine = answer()
    print(await coroutine)
    print(await coroutine)


asyncio.run(main())

# differs: CPython shows lines of its own library, too
