# Who passes a barrier first cleans up, from the page about synchronisation.
import asyncio


async def party(barrier):
    ...
    async with barrier as position:
       if position == 0:
          # Only one task prints this
          print('End of *draining phase*')


async def main():
    barrier = asyncio.Barrier(3)
    await asyncio.gather(*(party(barrier) for _ in range(3)))
    print(barrier.n_waiting, barrier.broken)


asyncio.run(main())
