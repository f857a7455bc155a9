# Files through sockets and transports: by the system alone where it can, read and written otherwise.
# args: <FOLDER>
import asyncio
import io
import os
import socket
import sys

SIZE = 3_000_000
NAME = os.path.join(sys.argv[1], 'file')


async def attempt(name, call, *args, **kwargs):
    try:
        print(name, await call(*args, **kwargs))
    except Exception as exc:
        print(name, type(exc).__name__, exc)


class Sink(asyncio.Protocol):
    def __init__(self):
        self.data, self.done = bytearray(), asyncio.get_running_loop().create_future()

    def data_received(self, data):
        self.data += data

    def connection_lost(self, exc):
        self.done.set_result(None)


class Plain(asyncio.Transport):
    def is_closing(self):
        return False

    def __repr__(self):
        return '<Plain>'


async def pair(loop):
    near, far = socket.socketpair()
    sink = Sink()
    await loop.create_connection(lambda: sink, sock=far)
    transport, _ = await loop.create_connection(asyncio.Protocol, sock=near)
    return transport, sink


async def through_transports(loop, file, content):
    transport, sink = await pair(loop)
    transport.write(b'before')
    sending = asyncio.create_task(loop.sendfile(transport, file))
    await asyncio.sleep(0)
    try:
        transport.write(b'between')
    except RuntimeError as exc:
        print(exc)
    print(await sending, file.tell())
    transport.write(b'after')
    transport.close()
    await sink.done
    print(sink.data == b'before' + content + b'after')
    await attempt('closing', loop.sendfile, transport, file)

    # A file that is none: read and written part by part.
    transport, sink = await pair(loop)
    await attempt('memory', loop.sendfile, transport, io.BytesIO(content), 10, 1_000_000)
    await attempt('memory', loop.sendfile, transport, io.BytesIO(b'abc'), fallback=False)
    await attempt('text', loop.sendfile, transport, io.StringIO('abc'))
    for problem in ({'count': 0}, {'count': -1}, {'count': 'a'}, {'offset': -1}, {'offset': 1.5}):
        await attempt('part', loop.sendfile, transport, file, **problem)
    transport.close()
    await sink.done
    print(sink.data == content[10:1_000_010])
    await attempt('plain', loop.sendfile, Plain(), file)


async def through_sockets(loop, file, content):
    near, far = socket.socketpair()
    for each in (near, far):
        each.setblocking(False)
    got = bytearray()

    async def receive():
        while data := await loop.sock_recv(far, 1 << 16):
            got.extend(data)

    receiving = asyncio.create_task(receive())
    file.seek(0)
    await attempt('all', loop.sock_sendfile, near, file)
    print(file.tell())
    await attempt('part', loop.sock_sendfile, near, file, 1000, 100)
    print(file.tell())
    await attempt('behind', loop.sock_sendfile, near, file, SIZE + 5)
    await attempt('memory', loop.sock_sendfile, near, io.BytesIO(b'abcdef'), 2, 3)
    await attempt('memory', loop.sock_sendfile, near, io.BytesIO(b'abcdef'), fallback=False)
    with open(NAME) as text:
        await attempt('text', loop.sock_sendfile, near, text)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as packets:
        await attempt('packets', loop.sock_sendfile, packets, file)
    near.close()
    await receiving
    far.close()
    print(got == content + content[1000:1100] + b'cde')


async def main():
    loop = asyncio.get_running_loop()
    content = bytes(range(250)) * (SIZE // 250)
    with open(NAME, 'wb') as file:
        file.write(content)
    with open(NAME, 'rb') as file:
        await through_transports(loop, file, content)
        await through_sockets(loop, file, content)


asyncio.run(main())
