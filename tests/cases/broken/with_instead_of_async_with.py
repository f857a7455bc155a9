import asyncio


async def main():
    lock = asyncio.Lock()
    with lock:
        print("locked")


asyncio.run(main())

# differs: CPython shows lines of its own library, too
