import asyncio


async def save(item):
    print("saved", item)


async def main():
    save("letter")
    print("done")


asyncio.run(main())
