# differs: CPython knows no seed
# options: -X seed=0
import asyncio


class Thing:
    pass


async def step(number, order):
    await asyncio.sleep(0)
    order.append(number)


async def main():
    order = []
    await asyncio.gather(*(step(number, order) for number in range(20)))
    print(order == list(range(20)))


asyncio.run(main())
things = [Thing() for _ in range(5)]
ids = [id(thing) for thing in things]
print([number - ids[0] for number in ids], hash(things[1]) - hash(things[0]))
print({repr(thing) for thing in things} == {f"<__main__.Thing object at {id(t):#x}>" for t in things})
print([things.index(thing) for thing in set(things)])

# expect: True
# expect: [0, 16, 32, 48, 64] 1
# expect: True
# expect: [0, 1, 2, 3, 4]
