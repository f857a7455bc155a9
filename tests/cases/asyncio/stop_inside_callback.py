import asyncio

loop = asyncio.new_event_loop()
out = []
loop.call_soon(out.append, 1)
loop.call_soon(loop.stop)
loop.call_soon(out.append, 2)
loop.run_forever()
print(out, loop.is_running())
loop.call_soon(out.append, 3)
loop.stop()
loop.run_forever()
print(out)


async def forever():
    loop.stop()
    await asyncio.sleep(100)


coroutine = forever()
try:
    loop.run_until_complete(coroutine)
except RuntimeError as error:
    print(error)
for task in asyncio.all_tasks(loop):
    task.cancel()
loop.call_soon(loop.stop)
loop.run_forever()
loop.run_until_complete(asyncio.sleep(0))
loop.close()
try:
    loop.call_soon(print)
except RuntimeError as error:
    print(error)
