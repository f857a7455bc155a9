# Executors: the user's, the default one, and after their shutdown.
import asyncio
import concurrent.futures as futures
import threading

name = lambda: threading.current_thread().name

async def main():
    loop = asyncio.get_running_loop()
    with futures.ThreadPoolExecutor(1, 'given') as pool:
        print(await loop.run_in_executor(pool, name))
    try:
        loop.set_default_executor(5)
    except TypeError as error:
        print(error)
    await loop.shutdown_default_executor()
    for use in lambda: loop.run_in_executor(None, print), lambda: asyncio.to_thread(print):
        try:
            await use()
        except RuntimeError as error:
            print(error)

asyncio.run(main())

async def thread_name():
    return await asyncio.to_thread(name)

loop = asyncio.new_event_loop()
loop.set_default_executor(futures.ThreadPoolExecutor(1, 'default'))
print(loop.run_until_complete(loop.run_in_executor(None, name)))
print(loop.run_until_complete(thread_name()))
loop.close()
for use in lambda: loop.run_in_executor(None, print), lambda: loop.call_soon_threadsafe(print):
    try:
        use()
    except RuntimeError as error:
        print(error)
