# A coroutine that nobody awaits, in debug mode, from the page about development.
# options: -X dev
# differs: the stack has frames of the library
import asyncio

async def test():
    print("never scheduled")

async def main():
    test()

asyncio.run(main())
