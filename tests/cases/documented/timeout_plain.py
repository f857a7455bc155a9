# A timeout that nobody catches, from the page about tasks.
# exit: 1
# expect error: TimeoutError
import asyncio

async def long_running_task():
    try:
        await asyncio.sleep(100)
    finally:
        print('ended early')
async def main():
    async with asyncio.timeout(10):
        await long_running_task()
asyncio.run(main())
