import asyncio

async def broken(reader, writer):
    await reader.read(1)
    raise ValueError('handler failed')

async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, c: print(c['message'], repr(c['exception'])))
    server = await asyncio.start_server(broken, '127.0.0.1', 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(b'x')
    print(await reader.read())
    writer.close()
    server.close()
    await server.wait_closed()
    for kw in ({}, dict(host='127.0.0.1', port=1, sock=object()), dict(sock=None)):
        try:
            await loop.create_connection(asyncio.Protocol, **kw)
        except Exception as e:
            print(type(e).__name__, e)
        try:
            await loop.create_server(asyncio.Protocol, **kw)
        except Exception as e:
            print(type(e).__name__, e)

asyncio.run(main())
