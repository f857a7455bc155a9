import asyncio

class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        print('server: made')
    def data_received(self, data):
        self.transport.write(data[::-1])
    def eof_received(self):
        print('server: eof')
    def connection_lost(self, exc):
        print('server: lost', exc)

class Client(asyncio.Protocol):
    def __init__(self, done):
        self.done = done
    def connection_made(self, transport):
        print('client: made')
        transport.write(b'hello')
    def data_received(self, data):
        print('client:', data)
        self.done.set_result(None)
    def connection_lost(self, exc):
        print('client: lost', exc)

class Buffered(asyncio.BufferedProtocol):
    def __init__(self, done):
        self.buffer = bytearray(4)
        self.got = b''
        self.done = done
    def get_buffer(self, sizehint):
        return self.buffer
    def buffer_updated(self, nbytes):
        self.got += self.buffer[:nbytes]
        if len(self.got) == 10:
            self.done.set_result(self.got)

async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, '127.0.0.1', 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        done = loop.create_future()
        transport, protocol = await loop.create_connection(lambda: Client(done), '127.0.0.1', port)
        await done
        print(transport.get_protocol() is protocol, transport.is_reading(),
              transport.get_write_buffer_limits(), transport.get_write_buffer_size())
        transport.set_write_buffer_limits(100)
        print(transport.get_write_buffer_limits())
        try:
            transport.set_write_buffer_limits(1, 2)
        except ValueError as e:
            print(e)
        transport.pause_reading()
        print(transport.is_reading())
        transport.resume_reading()
        transport.close()
        print(transport.is_closing())
        await asyncio.sleep(0.05)
        done = loop.create_future()
        transport, _ = await loop.create_connection(lambda: Buffered(done), '127.0.0.1', port)
        transport.write(b'0123456789')
        print(await done)
        transport.abort()
        await asyncio.sleep(0.05)

asyncio.run(main())
