# run_forever() and the end of asynchronous generators, from the page about event loops.
import asyncio

loop = asyncio.new_event_loop()
loop.call_later(1, loop.stop)

try:
    loop.run_forever()
finally:
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
print(loop.is_closed())
