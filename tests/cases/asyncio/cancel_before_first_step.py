import asyncio


async def child():
    try:
        print("never printed")
    finally:
        print("never printed either")


async def main():
    task = asyncio.create_task(child())
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", task.cancelled())


asyncio.run(main())
