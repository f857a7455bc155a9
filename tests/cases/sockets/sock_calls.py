import asyncio
import socket

async def main():
    loop = asyncio.get_running_loop()
    server = socket.create_server(('127.0.0.1', 0))
    server.setblocking(False)
    client = socket.socket()
    client.setblocking(False)
    accepting = asyncio.create_task(loop.sock_accept(server))
    await loop.sock_connect(client, server.getsockname())
    conn, address = await accepting
    print(address == client.getsockname(), conn.gettimeout())
    receiving = asyncio.create_task(loop.sock_recv(conn, 100))
    await asyncio.sleep(0)
    await loop.sock_sendall(client, b'ping')
    print(await receiving)
    buffer = bytearray(10)
    await loop.sock_sendall(conn, b'pong')
    print(await loop.sock_recv_into(client, buffer), buffer[:4])
    receiving = asyncio.create_task(loop.sock_recv(conn, 100))
    await asyncio.sleep(0)
    receiving.cancel()
    await asyncio.wait([receiving])
    print(receiving.cancelled(), loop.remove_reader(conn))
    for each in (server, client, conn):
        each.close()

asyncio.run(main())
