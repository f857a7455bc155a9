import asyncio

async def handle(reader, writer):
    while data := await reader.readline():
        writer.write(data.upper())
        await writer.drain()
    print('server saw the end', reader.at_eof())
    writer.close()
    await writer.wait_closed()

async def main():
    server = await asyncio.start_server(handle, '127.0.0.1', 0)
    print(server.is_serving(), len(server.sockets))
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port)
    print(writer.get_extra_info('peername') == (host, port), writer.can_write_eof())
    writer.writelines([b'first\n', b'second\n'])
    writer.write(b'third\n')
    await writer.drain()
    writer.write_eof()
    try:
        writer.write(b'late')
    except RuntimeError as e:
        print(e)
    try:
        writer.write('text')
    except TypeError as e:
        print(e)
    print(await reader.read())
    writer.close()
    await writer.wait_closed()
    print(writer.is_closing())
    server.close()
    await server.wait_closed()
    print(server.is_serving(), server.sockets)
    try:
        await asyncio.open_connection(host, port)
    except ConnectionRefusedError as e:
        print(e.errno, str(e).replace(str(port), 'PORT'))

asyncio.run(main())
