# A loop that is given a selector waits with it, for sockets of its own and callbacks of the program's.
import asyncio
import selectors
import socket


class Counting(selectors.DefaultSelector):
    waits = 0

    def select(self, timeout=None):
        self.waits += 1
        return super().select(timeout)


async def serve(reader, writer):
    writer.write((await reader.readline()).upper())
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    near, far = socket.socketpair()
    near.setblocking(False)
    readable = loop.create_future()
    loop.add_reader(near, readable.set_result, 'readable')
    print(loop._selector.get_key(near).events, loop._selector.get_key(near).data[1])
    far.send(b'x')
    print(await readable, loop.remove_reader(near), loop.remove_reader(near))
    writable = loop.create_future()
    loop.add_writer(near, lambda: writable.done() or writable.set_result('writable'))
    print(await writable, loop.remove_writer(near))
    print(await loop.sock_recv(near, 10))
    near.close()
    far.close()

    async with await asyncio.start_server(serve, '127.0.0.1', 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b'hello\n')
        print(await reader.read())
        writer.close()
        await writer.wait_closed()
    print(await asyncio.to_thread(sum, [1, 2, 3]))
    await asyncio.sleep(0.01)


for kind in (selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector, Counting):
    print(kind.__name__)
    selector = kind()
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(selector)) as runner:
        runner.run(main())
        loop = runner.get_loop()
        print(isinstance(loop, asyncio.SelectorEventLoop), loop._selector is selector)
    print(loop._selector, loop.is_closed())
    try:
        loop.add_reader(0, print)
    except RuntimeError as exc:
        print(exc)
print(selector.waits > 5)
