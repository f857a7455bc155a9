# asyncio.staggered: attempts one after another, until one succeeds.
import asyncio
from asyncio.staggered import staggered_race


def attempt(name, delay, error=None):
    async def run():
        print('begin', name)
        try:
            await asyncio.sleep(delay)
        except asyncio.CancelledError:
            print('cancelled', name)
            raise
        if error is not None:
            raise error
        return name
    return run


async def main():
    print(await staggered_race([attempt('only', 1)], None))
    print(await staggered_race([], 1))
    print(await staggered_race([attempt('a', 5), attempt('b', 1), attempt('c', 1)], 2))
    print(await staggered_race([attempt('a', 0.1, OSError(1)), attempt('b', 1)], 5))
    print(await staggered_race([attempt('a', 1, OSError(1)), attempt('b', 1, OSError(2))], 0.5))
    print(await staggered_race([attempt('a', 1), attempt('b', 0.2)], 0))
    race = asyncio.create_task(staggered_race([attempt('a', 5), attempt('b', 5)], 1))
    await asyncio.sleep(1.5)
    race.cancel()
    print(await asyncio.gather(race, return_exceptions=True))


asyncio.run(main())
