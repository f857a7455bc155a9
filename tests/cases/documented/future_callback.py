# A callback of a future with arguments, from the page about futures.
# normalise: addr
import asyncio
import functools


async def main():
    fut = asyncio.get_running_loop().create_future()

    # Call 'print("Future:", fut)' when "fut" is done.
    fut.add_done_callback(
        functools.partial(print, "Future:"))
    # A result unless somebody has cancelled it.
    if not fut.cancelled():
        fut.set_result(42)
    await asyncio.sleep(0)


asyncio.run(main())
