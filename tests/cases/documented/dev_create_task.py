# A coroutine that is awaited after all, from the page about development.
import asyncio

async def test():
    print("now it runs")
async def main():
    await test()
asyncio.run(main())
