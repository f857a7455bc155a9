# A barrier, from the page about synchronisation.
# normalise: addr
import asyncio

async def example_barrier():
   # barrier with 3 parties
   b = asyncio.Barrier(3)

   # create 2 new waiting tasks
   asyncio.create_task(b.wait())
   asyncio.create_task(b.wait())

   await asyncio.sleep(0)
   print(b)

   # The third .wait() call passes the barrier
   await b.wait()
   print(b)
   print("barrier passed")

   await asyncio.sleep(0)
   print(b)

asyncio.run(example_barrier())


async def positions():
    barrier = asyncio.Barrier(3)

    async def party():
        async with barrier as position:
            if position == 0:
                # Only one task prints this
                print('End of *draining phase*')

    await asyncio.gather(party(), party(), party())


asyncio.run(positions())
