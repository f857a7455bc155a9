import asyncio


async def main():
    loop = asyncio.get_running_loop()
    out = []
    now = loop.time()
    for delay, name in ((0.03, "d"), (0.01, "b"), (0.02, "c"), (0, "a")):
        loop.call_at(now + delay, out.append, name)
    gone = loop.call_later(0.015, out.append, "gone")
    gone.cancel()
    await asyncio.sleep(0.05)
    print(out, loop.time() - now >= 0.05)


asyncio.run(main())
