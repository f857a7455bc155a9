# Cancelling what waits for a thread does not wait for the thread; the end of the program does.
import asyncio
import time

def block():
    time.sleep(0.3)
    print('the thread is done')

async def main():
    task = asyncio.create_task(asyncio.to_thread(block))
    await asyncio.sleep(0.05)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print('cancelled')
    try:
        await asyncio.wait_for(asyncio.to_thread(time.sleep, 0.1), 0.05)
    except TimeoutError as error:
        print(repr(error))

asyncio.run(main())
print('end')
