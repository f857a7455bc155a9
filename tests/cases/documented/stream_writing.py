# How to write to a stream, and how to close it, from the page about streams.
import asyncio
import socket


async def main():
    one, other = socket.socketpair()
    reader, stream = await asyncio.open_connection(sock=one)
    data, lines, writer = b'data\n', [b'one\n', b'two\n'], stream
    stream.write(data)
    await stream.drain()
    stream.writelines(lines)
    await stream.drain()
    writer.write(data)
    await writer.drain()
    stream.close()
    await stream.wait_closed()
    print(other.recv(100))
    other.close()


asyncio.run(main())
