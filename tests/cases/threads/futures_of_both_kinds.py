# wrap_future passes results on, and cancellations back.
import asyncio
import concurrent.futures as futures
import threading

async def main():
    source = futures.Future()
    wrapped = asyncio.wrap_future(source)
    threading.Timer(0.02, source.set_result, [3]).start()
    print(await wrapped)
    source = futures.Future()
    wrapped = asyncio.wrap_future(source)
    threading.Timer(0.02, source.set_exception, [KeyError(1)]).start()
    try:
        await wrapped
    except KeyError as error:
        print(repr(error))
    source = futures.Future()
    wrapped = asyncio.wrap_future(source)
    wrapped.cancel()
    await asyncio.sleep(0.01)
    print(source.cancelled())
    source = futures.Future()
    wrapped = asyncio.wrap_future(source)
    source.cancel()
    try:
        await wrapped
    except asyncio.CancelledError as error:
        print(repr(error))
    print(asyncio.wrap_future(wrapped) is wrapped)

asyncio.run(main())
