# TLS over sockets in the file system and over connections that were accepted elsewhere.
import asyncio
import os
import socket
import ssl

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'certificates')
serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
serving.load_cert_chain(os.path.join(FOLDER, 'localhost.pem'))
serving.load_verify_locations(os.path.join(FOLDER, 'authority.pem'))
serving.verify_mode = ssl.CERT_OPTIONAL
asking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
asking.load_verify_locations(os.path.join(FOLDER, 'authority.pem'))


async def handle(reader, writer):
    cert = writer.get_extra_info('peercert')
    name = cert['subject'][-1] if cert else None
    writer.write(repr((await reader.readline(), name)).encode())
    writer.close()
    await writer.wait_closed()


async def unix(path):
    server = await asyncio.start_unix_server(handle, path, ssl=serving)
    for _ in range(2):
        reader, writer = await asyncio.open_unix_connection(
            path, ssl=asking, server_hostname='localhost')
        writer.write(b'hello\n')
        print(await reader.read())
        writer.close()
        await writer.wait_closed()
        asking.load_cert_chain(os.path.join(FOLDER, 'client.pem'))
    server.close()
    await server.wait_closed()


class Answering(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data.upper())
        self.transport.close()


async def accepted():
    loop = asyncio.get_running_loop()
    with socket.create_server(('127.0.0.1', 0)) as listening:
        listening.setblocking(False)

        async def accept():
            sock, _ = await loop.sock_accept(listening)
            return await loop.connect_accepted_socket(Answering, sock, ssl=serving)

        (reader, writer), (transport, protocol) = await asyncio.gather(
            asyncio.open_connection(*listening.getsockname(), ssl=asking,
                                    server_hostname='localhost'), accept())
    print(type(transport).__name__, type(protocol).__name__)
    writer.write(b'shout')
    print(await reader.read())
    writer.close()
    await writer.wait_closed()


async def main():
    # A name that lies in no folder.
    await unix(f'\0taipan tests, TLS, {os.getpid()}')
    await accepted()


asyncio.run(main())
