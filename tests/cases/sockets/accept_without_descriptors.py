# A server that has no descriptor left says so, goes on, and takes the connection in later.
import asyncio
import os
import socket
import sys


async def serve(reader, writer):
    writer.write(await reader.readline())
    writer.close()


async def starved():
    loop = asyncio.get_running_loop()
    said = []
    loop.set_exception_handler(lambda loop, context: said.append(
        (context['message'], type(context['exception']).__name__, context['exception'].errno)))
    async with await asyncio.start_server(serve, '127.0.0.1', 0) as server:
        address = server.sockets[0].getsockname()
        # A first connection, so that all that is needed once is there.
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b'first\n')
        print(await reader.read())
        writer.close()
        await writer.wait_closed()

        client = socket.socket()
        client.setblocking(False)
        held = []
        try:
            while True:
                held.append(os.dup(0))
        except OSError as exc:
            print('full:', exc.errno)
        await loop.sock_connect(client, address)
        await loop.sock_sendall(client, b'late\n')
        await asyncio.sleep(0.1)
        print(said[:1])
        for fd in held:
            os.close(fd)
        print(await loop.sock_recv(client, 100))
        client.close()


async def main():
    child = await asyncio.create_subprocess_shell(
        f'ulimit -n 64; exec {sys.executable} {sys.argv[0]} starved')
    print(await child.wait())


asyncio.run(starved() if sys.argv[1:] else main())
