# A traceback shows every generator between the await and the error.
import asyncio


async def inner():
    await asyncio.sleep(0)
    yield 1
    raise ValueError("deep")


async def outer():
    async for x in inner():
        yield x


def lines(error):
    entry = error.__traceback__
    while entry:
        print(entry.tb_frame.f_code.co_name, entry.tb_lineno)
        entry = entry.tb_next


async def main():
    o = outer()
    await anext(o)
    try:
        await o.asend(4)
    except ValueError as error:
        lines(error)
    o = outer()
    await anext(o)
    try:
        await o.athrow(KeyError("x"))
    except KeyError as error:
        lines(error)
    try:
        await outer().athrow(KeyError("not started"))
    except KeyError as error:
        lines(error)


asyncio.run(main())
