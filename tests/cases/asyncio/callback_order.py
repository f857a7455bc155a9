import asyncio


async def main():
    loop = asyncio.get_running_loop()
    out = []
    loop.call_soon(out.append, 1)
    loop.call_later(0, out.append, 2)
    loop.call_soon(out.append, 3)
    await asyncio.sleep(0)
    print(out)
    await asyncio.sleep(0)
    print(out)
    future = loop.create_future()
    future.add_done_callback(lambda f: out.append("a"))
    future.add_done_callback(lambda f: out.append("b"))
    future.set_result(None)
    future.add_done_callback(lambda f: out.append("c"))
    print(out)
    await asyncio.sleep(0)
    print(out)
    future = loop.create_future()

    def never(f):
        out.append("no")

    future.add_done_callback(never)
    future.add_done_callback(never)
    print(future.remove_done_callback(never), future.remove_done_callback(print))
    future.cancel()
    handle = loop.call_soon(out.append, "cancelled")
    handle.cancel()
    await asyncio.sleep(0)
    print(out, handle.cancelled())


asyncio.run(main())
