# A generator that fails while the loop closes it is reported to the exception handler.
import asyncio


async def bad():
    try:
        yield 1
    finally:
        raise ValueError("in close")


async def main():
    def handler(loop, context):
        print(context["message"].split(" <")[0], repr(context["exception"]), context["asyncgen"] is keep)

    asyncio.get_running_loop().set_exception_handler(handler)
    global keep
    keep = bad()
    await anext(keep)


asyncio.run(main())
