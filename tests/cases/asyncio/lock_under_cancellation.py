# Whoever is cancelled while he waits for a lock that is just being given back does not have another one
# woken in his place: only one task holds the lock.
import asyncio
import random


async def work(lock, inside, chance):
    async with lock:
        inside.append(1)
        assert len(inside) == 1
        try:
            await asyncio.sleep(chance.choice((0, 0.001)))
        finally:
            inside.pop()


async def one_time(chance):
    lock, inside = asyncio.Lock(), []
    tasks = [asyncio.create_task(work(lock, inside, chance)) for _ in range(12)]
    for _ in range(4):
        await asyncio.sleep(chance.random() * 0.004)
        chance.choice(tasks).cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert not lock.locked()
    return {type(result).__name__ for result in results}


async def main():
    outcomes = set()
    for seed in range(50):
        outcomes |= await one_time(random.Random(seed))
    # expect: ['CancelledError', 'NoneType']
    print(sorted(outcomes))


asyncio.run(main())
