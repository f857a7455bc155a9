# Which error a cancelled gather gives that collects exceptions: that of its last child, if it has one.
import asyncio
import traceback


async def waits():
    await asyncio.Event().wait()


async def ends():
    await asyncio.sleep(0)


async def main():
    for kinds in (waits, ends), (ends, waits), (waits, waits):
        gathered = asyncio.gather(*[kind() for kind in kinds], return_exceptions=True)
        asyncio.get_running_loop().call_later(0.01, gathered.cancel)
        try:
            await gathered
        except asyncio.CancelledError as error:
            names = [entry.name for entry in traceback.extract_tb(error.__traceback__)]
            print([kind.__name__ for kind in kinds], [name for name in names if name in ("main", "waits")])


asyncio.run(main())
# expect: ['waits', 'ends'] ['main']
# expect: ['ends', 'waits'] ['main', 'waits']
# expect: ['waits', 'waits'] ['main', 'waits']
try:
    format(1, None)
except TypeError as error:
    print(error)  # expect: format() argument 2 must be str, not None
