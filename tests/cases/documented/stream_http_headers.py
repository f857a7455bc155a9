# Get HTTP headers, from the page about streams; a server of this program stands in for the one that the
# page asks.
import asyncio


async def print_http_headers(host, port):
    reader, writer = await asyncio.open_connection(host, port)

    query = (
        f"HEAD / HTTP/1.0\r\n"
        f"Host: {host}\r\n"
        f"\r\n"
    )

    writer.write(query.encode('latin-1'))
    while True:
        line = await reader.readline()
        if not line:
            break

        line = line.decode('latin1').rstrip()
        if line:
            print(f'HTTP header> {line}')

    # Ignore the body, close the socket
    writer.close()
    await writer.wait_closed()


async def serve(reader, writer):
    print((await reader.readuntil(b'\r\n\r\n')).splitlines())
    writer.write(b'HTTP/1.0 200 OK\r\nServer: stand-in\r\nContent-Length: 0\r\n\r\n')
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    async with await asyncio.start_server(serve, '127.0.0.1', 0) as server:
        await print_http_headers(*server.sockets[0].getsockname())


asyncio.run(main())
