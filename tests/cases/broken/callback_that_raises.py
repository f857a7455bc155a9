# differs: CPython shows lines of its own library, too
import asyncio


def ring():
    raise RuntimeError("no bell")


async def main():
    asyncio.get_running_loop().call_soon(ring)
    await asyncio.sleep(0)
    print("done")


asyncio.run(main())
