import asyncio

class Server(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport
    def datagram_received(self, data, addr):
        self.transport.sendto(data.upper(), addr)

class Client(asyncio.DatagramProtocol):
    def __init__(self, done):
        self.done = done
    def connection_made(self, transport):
        transport.sendto(b'hello')
        transport.sendto(b'')
    def datagram_received(self, data, addr):
        print(data)
        if not data:
            self.done.set_result(None)
    def connection_lost(self, exc):
        print('lost', exc)

async def main():
    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Server, local_addr=('127.0.0.1', 0))
    done = loop.create_future()
    client, _ = await loop.create_datagram_endpoint(
        lambda: Client(done), remote_addr=server.get_extra_info('sockname'))
    await done
    try:
        client.sendto(b'x', ('127.0.0.1', 1))
    except ValueError as e:
        print(str(e).split(':')[0])
    client.close()
    server.close()
    print(client.is_closing())
    await asyncio.sleep(0)

asyncio.run(main())
