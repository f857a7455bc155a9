# A task's repr shows the task that it waits for, and so on.
import asyncio


class Named(asyncio.Task):
    def __repr__(self):
        return "<my task>"


class Plain(asyncio.Task):
    pass


async def wait(awaited):
    await awaited


async def main():
    loop = asyncio.get_running_loop()
    box = {}

    async def one():
        await box["two"]

    async def two():
        await box["one"]

    box["one"] = asyncio.create_task(one(), name="one")
    box["two"] = asyncio.create_task(two(), name="two")
    await asyncio.sleep(0)
    print("a circle:", box["one"])
    for task in box.values():
        task._log_destroy_pending = False

    future = loop.create_future()
    future.set_result([future])
    print("its own result:", future)
    failed = loop.create_future()
    failed.set_exception(ValueError(failed))
    print("its own exception:", failed, type(failed.exception()).__name__)

    event = loop.create_future()
    named = Named(wait(event), loop=loop)
    plain = Plain(wait(named), loop=loop, name="plain")
    last = asyncio.create_task(wait(plain), name="last")
    await asyncio.sleep(0)
    print(last)
    last.cancel()
    print(last)
    await asyncio.wait([last, plain, named])
    print(last)

    chain = [loop.create_future()]
    for number in range(400):
        chain.append(asyncio.create_task(wait(chain[-1]), name=str(number)))
    await asyncio.sleep(0)
    print(repr(chain[300]).count("wait_for"))
    try:
        repr(chain[-1])
    except RecursionError as error:
        print(error)
    chain[0].cancel()
    await asyncio.wait(chain)
    print(repr(chain[-1]).count("wait_for"))


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
