# What the loop does with sockets of the program's own, and how it waits where a program has given it a
# selector. The loop itself and its transports are native; they are here by the names of CPython.

import socket

from _asyncio import (
    _SelectorDatagramTransport, _SelectorSocketTransport, _SelectorTransport, _end_send_file,
    _poller, _send_file, _stop_waiting, _wait_for_descriptor, Handle)
from asyncio import SelectorEventLoop

__all__ = ('BaseSelectorEventLoop',)

BaseSelectorEventLoop = SelectorEventLoop

_HAS_SENDMSG = hasattr(socket.socket, 'sendmsg')
_INET = (socket.AF_INET, socket.AF_INET6)

# As in the module selectors, which has no part in this before a program brings one.
EVENT_READ, EVENT_WRITE = 1, 2


def _check_usable(loop, sock):
    # Nobody has such a socket before the module is loaded.
    import sys
    ssl = sys.modules.get('ssl')
    if ssl is not None and isinstance(sock, ssl.SSLSocket):
        raise TypeError('Socket cannot be of type SSLSocket')
    if loop.get_debug() and sock.gettimeout() != 0:
        raise ValueError('the socket must be non-blocking')


async def _until_ready(loop, fd, writing):
    waiter = _wait_for_descriptor(loop, fd, writing)
    try:
        await waiter
    finally:
        _stop_waiting(loop, fd, writing, waiter)


async def _repeat(loop, sock, writing, call, *args):
    """What the call returns, as soon as it does not have to wait."""
    while True:
        try:
            return call(*args)
        except (BlockingIOError, InterruptedError):
            pass
        await _until_ready(loop, sock.fileno(), writing)


class _SocketMethods:
    """Methods of the native loop: `self` is one."""

    async def sock_recv(self, sock, n):
        """Up to n bytes from a socket."""
        _check_usable(self, sock)
        return await _repeat(self, sock, False, sock.recv, n)

    async def sock_recv_into(self, sock, buf):
        """Bytes from a socket into a buffer; how many."""
        _check_usable(self, sock)
        return await _repeat(self, sock, False, sock.recv_into, buf)

    async def sock_recvfrom(self, sock, bufsize):
        """A packet and where it came from."""
        _check_usable(self, sock)
        return await _repeat(self, sock, False, sock.recvfrom, bufsize)

    async def sock_recvfrom_into(self, sock, buf, nbytes=0):
        """A packet into a buffer: its size and where it came from."""
        _check_usable(self, sock)
        return await _repeat(self, sock, False, sock.recvfrom_into, buf, nbytes or len(buf))

    async def sock_sendall(self, sock, data):
        """Send all of the data to a socket."""
        _check_usable(self, sock)
        sent = await _repeat(self, sock, True, sock.send, data)
        left = memoryview(data).cast('B')[sent:]
        while left:
            left = left[await _repeat(self, sock, True, sock.send, left):]

    async def sock_sendto(self, sock, data, address):
        """Send a packet to an address."""
        _check_usable(self, sock)
        return await _repeat(self, sock, True, sock.sendto, data, address)

    async def sock_connect(self, sock, address):
        """Connect a socket to an address."""
        _check_usable(self, sock)
        if sock.family in _INET:
            from asyncio.base_events import BaseEventLoop
            found = await BaseEventLoop._resolve(
                self, address, family=sock.family, type=sock.type, proto=sock.proto)
            address = found[0][4]
        try:
            sock.connect(address)
            return
        except (BlockingIOError, InterruptedError):
            pass
        await _until_ready(self, sock.fileno(), True)
        error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error != 0:
            raise OSError(error, f'Connect call failed {address}')

    async def sock_accept(self, sock):
        """A connection: a new socket and the address of the client."""
        _check_usable(self, sock)
        conn, address = await _repeat(self, sock, False, sock.accept)
        conn.setblocking(False)
        return conn, address

    async def _sendfile_native(self, transport, file, offset, count):
        from asyncio.unix_events import _regular_file
        fd, size = _regular_file(file)
        total = size if count is None else count
        if not total:
            return 0
        was_reading = transport.is_reading()
        transport.pause_reading()
        try:
            return await _send_file(transport, fd, offset, total)
        finally:
            sent = _end_send_file(transport)
            if sent:
                file.seek(offset + sent)
            if was_reading:
                transport.resume_reading()


class _SelectorMethods:
    """Methods of a native loop that a program has given a selector. What the loop watches for itself
    is one descriptor there, that of its poller."""

    def _adopt(self, selector):
        self._selector = selector
        self._internal_fds = 0
        self._make_self_pipe()

    def _make_self_pipe(self):
        self._ssock, self._csock = socket.socketpair()
        for each in (self._ssock, self._csock):
            each.setblocking(False)
        self._internal_fds += 1
        self._selector.register(_poller(self), EVENT_READ, (None, None))
        self._add_reader(self._ssock.fileno(), self._read_from_self)

    def _close_self_pipe(self):
        self._remove_reader(self._ssock.fileno())
        for each in (self._ssock, self._csock):
            each.close()
        self._ssock = self._csock = None
        self._internal_fds -= 1

    def _give_up_selector(self):
        selector = self._selector
        self._close_self_pipe()
        if selector is not None:
            selector.close()
            self._selector = None

    def _read_from_self(self):
        while True:
            try:
                if not self._ssock.recv(4096):
                    return
            except InterruptedError:
                continue
            except BlockingIOError:
                return

    def _write_to_self(self):
        if self._csock is not None:
            try:
                self._csock.send(b'\0')
            except OSError:
                # Full, so that word of it is on its way, or closed by whoever closed the loop.
                pass

    def _process_events(self, event_list):
        for key, mask in event_list:
            reader, writer = key.data
            for handle, bit, forget in ((reader, EVENT_READ, self._remove_reader),
                                        (writer, EVENT_WRITE, self._remove_writer)):
                if mask & bit and handle is not None:
                    if handle._cancelled:
                        forget(key.fileobj)
                    else:
                        self._add_callback(handle)

    # ---- callbacks of descriptors: data of a key are the handles (reader, writer) --------------

    def _watch(self, fd, bit, callback, args):
        if self.is_closed():
            raise RuntimeError('Event loop is closed')
        handle, at = Handle(callback, args, self, None), bit == EVENT_WRITE
        key = self._selector.get_map().get(fd)
        if key is None:
            handles = (None, handle) if at else (handle, None)
            self._selector.register(fd, bit, handles)
            return handle
        before = key.data[at]
        handles = (key.data[0], handle) if at else (handle, key.data[1])
        self._selector.modify(fd, key.events | bit, handles)
        if before is not None:
            before.cancel()
        return handle

    def _unwatch(self, fd, bit):
        key = None if self.is_closed() else self._selector.get_map().get(fd)
        if key is None:
            return False
        at = bit == EVENT_WRITE
        left, handle = key.events & ~bit, key.data[at]
        if not left:
            self._selector.unregister(fd)
        else:
            self._selector.modify(fd, left, (key.data[0], None) if at else (None, key.data[1]))
        if handle is None:
            return False
        handle.cancel()
        return True

    def _add_reader(self, fd, callback, *args):
        return _SelectorMethods._watch(self, fd, EVENT_READ, callback, args)

    def _add_writer(self, fd, callback, *args):
        return _SelectorMethods._watch(self, fd, EVENT_WRITE, callback, args)

    def _remove_reader(self, fd):
        return _SelectorMethods._unwatch(self, fd, EVENT_READ)

    def _remove_writer(self, fd):
        return _SelectorMethods._unwatch(self, fd, EVENT_WRITE)
