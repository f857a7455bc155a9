# Results as they come, by plain and by asynchronous iteration, as the page about tasks shows.
import asyncio


async def open_connection(host):
    await asyncio.sleep({'a': 3, 'b': 1, 'c': 2}[host])
    if host == 'c':
        raise OSError('refused')
    return host


async def main():
    first = asyncio.create_task(open_connection('a'))
    second = asyncio.create_task(open_connection('b'))
    async for earliest in asyncio.as_completed([first, second]):
        # One of the given tasks themselves.
        result = await earliest
        print('a' if earliest is first else 'b' if earliest is second else '?', result)

    for next_one in asyncio.as_completed([open_connection(host) for host in 'abc']):
        try:
            print(await next_one)
        except OSError as error:
            print(error)

    try:
        async for earliest in asyncio.as_completed([open_connection('a')], timeout=1):
            print(earliest)
    except TimeoutError:
        print('timeout')


asyncio.run(main())
