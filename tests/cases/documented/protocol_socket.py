# The socket below a transport, from the page about transports and protocols; something like it stands in
# for the arguments left out there.
import asyncio
import socket


class Sock:
    def __init__(self, sock):
        self.sock = sock

    def getsockopt(self, arguments):
        assert arguments is ...
        return self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_STREAM


class Transport:
    def __init__(self, transport):
        self.get_extra_info = lambda name: Sock(transport.get_extra_info(name))


async def main():
    loop = asyncio.get_running_loop()
    one, other = socket.socketpair()
    real, _ = await loop.create_connection(asyncio.Protocol, sock=one)
    transport = Transport(real)
    sock = transport.get_extra_info('socket')
    if sock is not None:
        print(sock.getsockopt(...))
    real.close()
    other.close()


asyncio.run(main())
