import asyncio
import socket

async def handle(reader, writer):
    writer.write(await reader.read())
    writer.close()

async def main():
    # An abstract name needs no file.
    name = '\0taipan-test-%d' % id(main)
    server = await asyncio.start_unix_server(handle, name)
    reader, writer = await asyncio.open_unix_connection(name)
    writer.write(b'over there')
    writer.write_eof()
    print(await reader.read())
    writer.close()
    server.close()
    await server.wait_closed()
    for kw in ({}, dict(path='x', sock=1)):
        try:
            await asyncio.get_running_loop().create_unix_connection(asyncio.Protocol, **kw)
        except ValueError as e:
            print(e)

asyncio.run(main())
