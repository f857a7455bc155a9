import asyncio

async def user(name, lock):
    async with lock:
        print(name, 'in')
        await asyncio.sleep(0.01)
        print(name, 'out')

async def harness_main():
    lock = asyncio.Lock()

    # ... later
    async with lock:
        # access shared state
        print('locked:', lock.locked())
    print('locked:', lock.locked())
    await asyncio.gather(user('a', lock), user('b', lock), user('c', lock))

asyncio.run(harness_main())
