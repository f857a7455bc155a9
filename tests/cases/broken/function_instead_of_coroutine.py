# normalise: addr
import asyncio


async def main():
    print("hello")


asyncio.run(main)

# differs: CPython shows lines of its own library, too
