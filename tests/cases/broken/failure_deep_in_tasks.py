# differs: CPython shows lines of its own library, too
import asyncio


async def parse(text):
    return int(text)


async def read(text):
    return await parse(text)


async def main():
    task = asyncio.create_task(read("seven"), name="reader")
    print(await task)


asyncio.run(main())
