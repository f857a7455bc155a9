# differs: CPython knows no seed
# options: -X seed=7
# Two runs of this print the same, whatever they print: see tests/repeatable.rs for that. Here only what
# must be so with any seed.
import asyncio
import datetime
import os
import random
import time

print(time.time() // 1 == 1735689600, datetime.datetime.now().year)
print(len({random.random(), random.random(), os.urandom(8)}))


async def step(number, order):
    await asyncio.sleep(0)
    order.append(number)


async def main():
    order = []
    await asyncio.gather(*(step(number, order) for number in range(20)))
    print(sorted(order) == list(range(20)), order == list(range(20)))
    called = []
    loop = asyncio.get_running_loop()
    for number in range(20):
        loop.call_soon(called.append, number)
    await asyncio.sleep(0.1)
    print(called == list(range(20)))


asyncio.run(main())
print(time.time() > 1735689600.1)

# expect: True 2025
# expect: 3
# expect: True False
# expect: True
# expect: True
