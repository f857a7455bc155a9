import asyncio

async def attempt(coroutine):
    try:
        print(await coroutine)
    except BaseException as e:
        print(type(e).__name__, e, getattr(e, 'partial', None), getattr(e, 'expected', None),
              getattr(e, 'consumed', None))

def reader(data=b'', eof=True, **kw):
    r = asyncio.StreamReader(**kw)
    r.feed_data(data)
    if eof:
        r.feed_eof()
    return r

async def main():
    r = reader(b'one\ntwo\nrest')
    print(r)
    await attempt(r.readline())
    await attempt(r.readuntil(b'o\n'))
    await attempt(r.read(2))
    await attempt(r.readexactly(1))
    await attempt(r.readexactly(5))
    await attempt(r.read())
    print(r.at_eof(), r)
    await attempt(reader(b'abc').readuntil(b'x'))
    await attempt(reader(b'abc').readuntil(b''))
    await attempt(reader(b'a;b,c').readuntil((b',', b';')))
    await attempt(reader(b'abc').readexactly(-1))
    await attempt(reader(b'abc').read(0))
    await attempt(reader(b'x' * 50, limit=10).readline())
    await attempt(reader(b'x' * 50 + b'\nyz', limit=10).readline())
    await attempt(reader(b'x' * 50, limit=10).readuntil(b'\n'))
    await attempt(reader(b'x' * 50 + b'\n', limit=10).readuntil(b'\n'))
    async for line in reader(b'a\nb\nc'):
        print(line)
    r = reader(eof=False)
    task = asyncio.create_task(r.readexactly(4))
    await asyncio.sleep(0)
    await attempt(r.read(1))
    r.feed_data(b'12')
    await asyncio.sleep(0)
    r.feed_data(b'345')
    print(await task, bytes(r._buffer))
    task = asyncio.create_task(r.readline())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print(task.cancelled(), await r.read(1))
    r.set_exception(ValueError('broken'))
    await attempt(r.read(1))
    print(repr(r.exception()))
    for bad in (0, -1):
        try:
            asyncio.StreamReader(limit=bad)
        except ValueError as e:
            print(e)

asyncio.run(main())
