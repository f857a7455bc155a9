import asyncio

async def harness_main():
    lock = asyncio.Lock()

    # ... later
    await lock.acquire()
    try:
        # access shared state
        print('locked:', lock.locked())
    finally:
        lock.release()
    print('locked:', lock.locked())
    try:
        lock.release()
    except RuntimeError as exc:
        print('RuntimeError:', exc)

asyncio.run(harness_main())
