# A timeout within a task does not cancel what comes behind, from the page about tasks.
import asyncio


async def make_request():
    await asyncio.sleep(0.5)


async def make_another_request():
    await asyncio.sleep(5)


async def unrelated_code():
    print('unrelated')


def log(text):
    print(text)

async def make_request_with_timeout():
    try:
        async with asyncio.timeout(1):
            # Structured block affected by the timeout:
            await make_request()
            await make_another_request()
    except TimeoutError:
        log("There was a timeout")
    # Outer code not affected by the timeout:
    await unrelated_code()


asyncio.run(make_request_with_timeout())
