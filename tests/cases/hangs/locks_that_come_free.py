# Nothing here is a hang: a lock given back by another task, a timeout around a circle, a lock that is
# taken twice where the first one is given back meanwhile.
import asyncio


async def other_gives_back():
    lock = asyncio.Lock()
    await lock.acquire()
    asyncio.get_running_loop().call_later(1, lock.release)
    await lock.acquire()
    lock.release()
    print("given back")


async def with_a_timeout(a, b):
    async with a:
        await asyncio.sleep(1)
        try:
            async with asyncio.timeout(5):
                async with b:
                    pass
        except TimeoutError:
            print("timeout")


async def main():
    await other_gives_back()
    a, b = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(with_a_timeout(a, b), with_a_timeout(b, a))


asyncio.run(main())

# expect: given back
# expect: timeout
# expect: timeout
