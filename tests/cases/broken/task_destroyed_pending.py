# normalise: addr
import asyncio


async def watch():
    await asyncio.get_running_loop().create_future()


def start(loop):
    loop.create_task(watch())
    loop.run_until_complete(asyncio.sleep(0))


loop = asyncio.new_event_loop()
start(loop)
loop.close()
