# What goes wrong with connections: each side hears of it as in CPython, and nothing is lost that came
# before.
import asyncio
import os
import socket
import struct


def descriptors():
    return len(os.listdir('/proc/self/fd'))


async def refused():
    sock = socket.socket()
    sock.bind(('127.0.0.1', 0))
    port = sock.getsockname()[1]
    sock.close()
    try:
        await asyncio.open_connection('127.0.0.1', port)
    except OSError as exc:
        print('refused:', type(exc).__name__, exc.errno)


async def reset():
    done = asyncio.get_running_loop().create_future()

    async def serve(reader, writer):
        got = []
        try:
            got.append(await reader.readexactly(3))
            await reader.read(10)
        except ConnectionResetError as exc:
            got.append(type(exc).__name__)
        done.set_result(got)
        writer.close()

    async with await asyncio.start_server(serve, '127.0.0.1', 0) as server:
        client = socket.create_connection(server.sockets[0].getsockname())
        client.sendall(b'abc')
        await asyncio.sleep(0.05)
        # Closed at once, so that the other side gets a reset instead of an end.
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        client.close()
        print('reset:', await done)


async def end_in_the_middle():
    async def serve(reader, writer):
        writer.write(b'half of a mess')
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, '127.0.0.1', 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            await reader.readexactly(100)
        except asyncio.IncompleteReadError as exc:
            print('end:', exc.partial, exc.expected, reader.at_eof())
        writer.close()
        await writer.wait_closed()


async def half_open():
    # The client has said its last word and still hears the answer.
    async def serve(reader, writer):
        data = await reader.read()
        writer.write(data.upper() * 2)
        writer.close()

    async with await asyncio.start_server(serve, '127.0.0.1', 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b'question')
        writer.write_eof()
        print('half open:', await reader.read(), writer.can_write_eof())
        try:
            writer.write(b'more')
        except RuntimeError as exc:
            print('half open:', exc)
        writer.close()
        await writer.wait_closed()


async def never_read():
    # A peer that does not read: the writer is held back, and an abort ends it.
    gone = asyncio.Event()

    async def serve(reader, writer):
        await gone.wait()
        writer.close()

    async with await asyncio.start_server(serve, '127.0.0.1', 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(bytes(20_000_000))
        try:
            await asyncio.wait_for(writer.drain(), 0.1)
        except TimeoutError:
            print('never read:', writer.transport.get_write_buffer_size() > 1_000_000)
        waiting = asyncio.create_task(writer.drain())
        await asyncio.sleep(0)
        writer.transport.abort()
        try:
            await waiting
        except ConnectionError as exc:
            print('never read:', type(exc).__name__, exc)
        gone.set()
        try:
            await writer.wait_closed()
        except ConnectionError as exc:
            print(exc)


async def write_after_the_end():
    async def serve(reader, writer):
        writer.close()

    async with await asyncio.start_server(serve, '127.0.0.1', 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        print('after the end:', await reader.read())
        failed = None
        for _ in range(100):
            writer.write(b'x' * 1000)
            try:
                await writer.drain()
            except ConnectionError as exc:
                failed = isinstance(exc, (BrokenPipeError, ConnectionResetError))
                break
            await asyncio.sleep(0.01)
        print('after the end:', failed, writer.is_closing())
        writer.close()
        try:
            await writer.wait_closed()
        except ConnectionError as exc:
            print('after the end:', isinstance(exc, (BrokenPipeError, ConnectionResetError)))


async def protocols_that_raise():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(
        lambda loop, context: print('handler:', context['message'], repr(context.get('exception'))))

    class Faulty(asyncio.Protocol):
        def __init__(self, where):
            self.where, self.lost = where, loop.create_future()

        def fail(self, where):
            if where == self.where:
                raise ValueError(where)

        def connection_made(self, transport):
            self.fail('connection_made')

        def data_received(self, data):
            self.fail('data_received')

        def eof_received(self):
            self.fail('eof_received')

        def connection_lost(self, exc):
            self.lost.set_result(repr(exc))
            self.fail('connection_lost')

    for where in ('connection_made', 'data_received', 'eof_received', 'connection_lost'):
        ours, theirs = socket.socketpair()
        transport, protocol = await loop.create_connection(lambda: Faulty(where), sock=ours)
        theirs.send(b'data')
        await asyncio.sleep(0.01)
        theirs.close()
        print(where, await protocol.lost, transport.is_closing())
        await asyncio.sleep(0.01)
    loop.set_exception_handler(None)


async def main():
    await asyncio.sleep(0)
    for each in (refused, reset, end_in_the_middle, half_open, never_read, write_after_the_end,
                 protocols_that_raise):
        before = descriptors()
        await each()
        await asyncio.sleep(0.02)
        print(each.__name__, 'leaves', descriptors() - before)


async def warm_up():
    async with await asyncio.start_server(lambda *_: None, '127.0.0.1', 0):
        pass


async def all_of_it():
    await warm_up()
    await main()


asyncio.run(all_of_it())
