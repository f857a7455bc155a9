# Transports and streams over TLS: their ends, flow control, failures, and TLS that comes later.
import asyncio
import os
import socket
import ssl
import threading

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'certificates')


def server_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.path.join(FOLDER, 'localhost.pem'))
    return context


def client_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(os.path.join(FOLDER, 'authority.pem'))
    return context


class Noting(asyncio.Protocol):
    def __init__(self, name):
        self.name, self.data = name, b''
        self.made = asyncio.get_running_loop().create_future()
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        self.made.set_result(None)

    def data_received(self, data):
        self.data += data

    def eof_received(self):
        print(self.name, 'eof')

    def connection_lost(self, exc):
        print(self.name, 'lost', repr(exc), self.transport.is_closing())
        self.lost.set_result(None)

    def pause_writing(self):
        print(self.name, 'pause')

    def resume_writing(self):
        print(self.name, 'resume')


class Buffered(Noting, asyncio.BufferedProtocol):
    def __init__(self, name):
        super().__init__(name)
        self.room = bytearray(1000)

    def get_buffer(self, hint):
        return self.room

    def buffer_updated(self, count):
        self.data += self.room[:count]


async def pair(kind=Noting):
    loop = asyncio.get_running_loop()
    there = kind('server')
    server = await loop.create_server(lambda: there, '127.0.0.1', 0, ssl=server_context())
    port = server.sockets[0].getsockname()[1]
    _, here = await loop.create_connection(lambda: Noting('client'), '127.0.0.1', port,
                                           ssl=client_context(), server_hostname='localhost')
    await there.made
    return server, here, there


async def ends():
    print('--- closed')
    server, here, there = await pair()
    transport = here.transport
    print({name: type(transport.get_extra_info(name)).__name__
           for name in ('ssl_object', 'peercert', 'cipher', 'sslcontext', 'socket', 'peername',
                        'sockname', 'compression', 'nothing')})
    print(transport.get_extra_info('cipher'), transport.get_extra_info('peercert')['subject'][-1],
          there.transport.get_extra_info('peercert'), transport.get_extra_info('x', 5))
    print(transport.can_write_eof(), transport.get_write_buffer_limits(), transport.is_reading(),
          transport.get_write_buffer_size(), transport.get_protocol() is here)
    for wrong in (lambda: transport.write_eof(), lambda: transport.write('x'),
                  lambda: transport.write(None), lambda: transport.set_write_buffer_limits(1, 5)):
        try:
            wrong()
        except Exception as exc:
            print(type(exc).__name__, exc)
    transport.writelines([b'hello', bytearray(b' '), memoryview(b'you')])
    while there.data != b'hello you':
        await asyncio.sleep(0.001)
    transport.close()
    transport.write(b'late')
    print(transport.is_closing())
    await there.lost
    await here.lost
    print(transport.get_extra_info('peername'), transport.get_extra_info('cipher')[1],
          transport.get_protocol(), there.data)
    server.close()

    print('--- aborted')
    server, here, there = await pair()
    there.transport.abort()
    await there.lost
    await here.lost
    server.close()

    print('--- much, then closed')
    server, here, there = await pair(Buffered)
    here.transport.write(b'z' * 300_000)
    here.transport.close()
    await here.lost
    await there.lost
    print(len(there.data))
    server.close()

    print('--- paused')
    server, here, there = await pair()
    there.transport.pause_reading()
    print(there.transport.is_reading())
    for _ in range(400):
        here.transport.write(b'y' * 20_000)
    while here.transport.get_write_buffer_size() < 524_288:
        await asyncio.sleep(0.001)
    print(there.data)
    there.transport.resume_reading()
    here.transport.close()
    await there.lost
    await here.lost
    print(len(there.data))
    server.close()

    print('--- gone')
    near, far = socket.socketpair()

    def leave():
        with server_context().wrap_socket(far, server_side=True) as sock:
            sock.sendall(b'abc')
            sock.recv(1)
            socket.socket(fileno=sock.detach()).close()

    thread = threading.Thread(target=leave)
    thread.start()
    _, here = await asyncio.get_running_loop().create_connection(
        lambda: Noting('client'), sock=near, ssl=client_context(), server_hostname='localhost')
    here.transport.write(b'1')
    await here.lost
    thread.join()
    print(here.data)


async def attempt(what, call):
    try:
        print(what, await call)
    except Exception as exc:
        print(what, type(exc).__name__, exc)


async def failures():
    loop = asyncio.get_running_loop()
    nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for name, context, host in (('nobody', nobody, 'localhost'),
                                ('name', client_context(), 'example.org')):
        server = await loop.create_server(lambda: Noting('server'), '127.0.0.1', 0,
                                          ssl=server_context())
        port = server.sockets[0].getsockname()[1]
        await attempt(name, loop.create_connection(
            lambda: Noting('client'), '127.0.0.1', port, ssl=context, server_hostname=host))
        server.close()
    near, far = socket.socketpair()
    await attempt('slow', loop.create_connection(
        lambda: Noting('client'), sock=near, ssl=client_context(), server_hostname='localhost',
        ssl_handshake_timeout=0.05))
    far.close()
    near, far = socket.socketpair()
    far.sendall(b'HTTP/1.0 200 OK\r\n\r\n')
    await attempt('no TLS', loop.create_connection(
        lambda: Noting('client'), sock=near, ssl=client_context(), server_hostname='localhost'))
    far.close()
    one, two = socket.socketpair()
    here = ('127.0.0.1', 1)
    for call in (
            loop.create_connection(Noting, *here, server_hostname='x'),
            loop.create_connection(Noting, sock=one, ssl=client_context()),
            loop.create_connection(Noting, *here, ssl_handshake_timeout=1),
            loop.create_connection(Noting, *here, ssl_shutdown_timeout=1),
            loop.create_server(Noting, *here, ssl_handshake_timeout=1),
            loop.create_server(Noting, *here, ssl=True),
            loop.create_unix_connection(Noting, '/nowhere', ssl=client_context()),
            loop.create_unix_connection(Noting, '/nowhere', server_hostname='x'),
            loop.connect_accepted_socket(Noting, one, ssl_handshake_timeout=2),
            loop.start_tls(None, None, None),
            loop.start_tls(None, None, client_context())):
        await attempt('refused', call)
    for wrong in ({'ssl_handshake_timeout': 0}, {'ssl_shutdown_timeout': -1}):
        await attempt('refused', loop.create_connection(
            lambda: Noting('client'), sock=one, ssl=client_context(), server_hostname='x', **wrong))
    one.close()
    two.close()


async def streams():
    async def later(reader, writer):
        print('server', await reader.readline())
        writer.write(b'go\n')
        await writer.start_tls(server_context())
        print('server', writer.get_extra_info('cipher')[1], await reader.readline())
        writer.write(b'bye\n')
        print('server', await reader.read())
        writer.close()
        await writer.wait_closed()
        done.set()

    done = asyncio.Event()
    server = await asyncio.start_server(later, '127.0.0.1', 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(b'starttls\n')
    print('client', await reader.readline())
    await writer.start_tls(client_context(), server_hostname='localhost')
    print('client', type(writer.transport).__name__, writer.can_write_eof(),
          writer.get_extra_info('ssl_object').version())
    writer.write(b'secret\n')
    print('client', await reader.readline())
    writer.close()
    await writer.wait_closed()
    await done.wait()
    server.close()

    async def much(reader, writer):
        writer.write(await reader.readexactly(500_000))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(much, '127.0.0.1', 0, ssl=server_context())
    port = server.sockets[0].getsockname()[1]

    async def talk(number):
        reader, writer = await asyncio.open_connection(
            '127.0.0.1', port, ssl=client_context(), server_hostname='localhost')
        data = bytes([number]) * 500_000
        writer.write(data)
        await writer.drain()
        got = await reader.read()
        writer.close()
        await writer.wait_closed()
        return got == data

    print(await asyncio.gather(*map(talk, range(5))))
    server.close()


async def nested():
    # TLS within TLS.
    loop = asyncio.get_running_loop()
    server, here, there = await pair()
    inner_there, inner_here = Noting('inner server'), Noting('inner client')
    up, down = await asyncio.gather(
        loop.start_tls(there.transport, inner_there, server_context(), server_side=True),
        loop.start_tls(here.transport, inner_here, client_context(),
                       server_hostname='localhost'))
    inner_there.transport, inner_here.transport = up, down
    down.write(b'deep')
    while inner_there.data != b'deep':
        await asyncio.sleep(0.001)
    print(inner_there.data, there.data)
    down.close()
    await inner_here.lost
    await inner_there.lost
    server.close()


for part in (ends, failures, streams, nested):
    print('-----', part.__name__)
    asyncio.run(asyncio.wait_for(part(), 25))
