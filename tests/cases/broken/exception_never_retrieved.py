import asyncio


async def fetch(url):
    raise ValueError(f"bad address: {url}")


async def main():
    asyncio.create_task(fetch("example"))
    await asyncio.sleep(1)
    print("done")


asyncio.run(main())
