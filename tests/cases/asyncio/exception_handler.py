import asyncio


def broken(*args):
    raise ValueError("broken callback")


async def main():
    loop = asyncio.get_running_loop()

    def handler(loop, context):
        print(context["message"].split(" at ")[0], repr(context["exception"]), sorted(context))

    loop.set_exception_handler(handler)
    loop.call_soon(broken)
    future = loop.create_future()
    future.add_done_callback(broken)
    future.set_result(None)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task = asyncio.create_task(asyncio.sleep(0))
    await task

    async def lost():
        raise KeyError("lost")

    task = asyncio.create_task(lost())
    await asyncio.sleep(0)
    del task
    print("done")


asyncio.run(main())
