import asyncio


class Yields:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        yield self.value


async def main():
    loop = asyncio.get_running_loop()
    other = asyncio.new_event_loop()
    for value in (3, "text", loop.create_future()):
        try:
            await Yields(value)
        except RuntimeError as error:
            print(str(error).split(" in task")[0].split("<")[0])
    try:
        await asyncio.current_task()
    except RuntimeError as error:
        print(str(error).split("<")[0])
    try:
        await other.create_future()
    except RuntimeError as error:
        print(str(error).split("<")[0], str(error).split("> ")[-1])
    other.close()
    await Yields(None)
    print("a bare None is a turn of the loop")


asyncio.run(main())
