import asyncio


async def inner():
    pass


async def main():
    coroutine = inner()
    try:
        asyncio.run(coroutine)
    except RuntimeError as error:
        print(error)
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(coroutine)
    except RuntimeError as error:
        print(error)
    loop.close()
    await coroutine
    try:
        asyncio.get_running_loop().run_forever()
    except RuntimeError as error:
        print(error)


asyncio.run(main())
try:
    asyncio.run(3)
except ValueError as error:
    print(error)
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print(error)
