# Ends of pipes through which objects and bytes go as messages.

import os
import pickle
import select
import socket
import struct

from multiprocessing.context import BufferTooShort
from multiprocessing.starting import hand_over, taken_over

__all__ = ['Connection', 'Pipe', 'wait']

# In front of a message: its length, or -1 and a length that needs eight bytes.
_LENGTH, _LONG_LENGTH = struct.Struct('!i'), struct.Struct('!q')
_LONGEST = 0x7fffffff


class Connection:
    """One end of a pipe."""

    _fd = None

    def __init__(self, handle, readable=True, writable=True):
        handle = handle.__index__()
        if handle < 0:
            raise ValueError('invalid handle')
        if not (readable or writable):
            raise ValueError('at least one of `readable` and `writable` must be True')
        self._fd, self._readable, self._writable = handle, readable, writable

    def __del__(self):
        if self._fd is not None:
            self.close()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __reduce__(self):
        hand_over(self, self.fileno())
        return _taken_over, (self._fd, self._readable, self._writable)

    def _check(self, receives=False, sends=False):
        if self._fd is None:
            raise OSError('handle is closed')
        if receives and not self._readable:
            raise OSError('connection is write-only')
        if sends and not self._writable:
            raise OSError('connection is read-only')

    @property
    def closed(self):
        """Whether the end is closed."""
        return self._fd is None

    @property
    def readable(self):
        """Whether messages can be received."""
        return self._readable

    @property
    def writable(self):
        """Whether messages can be sent."""
        return self._writable

    def fileno(self):
        """The descriptor."""
        self._check()
        return self._fd

    def close(self):
        """Close this end."""
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)

    def _write(self, *parts):
        for part in parts:
            left = memoryview(part)
            while left:
                left = left[os.write(self._fd, left):]

    def _read(self, length):
        parts, left = [], length
        while left:
            part = os.read(self._fd, min(left, 1 << 20))
            if not part:
                if left == length:
                    raise EOFError
                raise OSError('got end of file during message')
            parts.append(part)
            left -= len(part)
        return b''.join(parts)

    def send_bytes(self, buf, offset=0, size=None):
        """Send bytes as one message, or that many from the offset on."""
        self._check(sends=True)
        data = memoryview(buf).cast('B')
        if offset < 0:
            raise ValueError('offset is negative')
        if len(data) < offset:
            raise ValueError('buffer length < offset')
        size = len(data) - offset if size is None else size
        if size < 0:
            raise ValueError('size is negative')
        if offset + size > len(data):
            raise ValueError('buffer length < offset + size')
        self._send(data[offset:offset + size])

    def _send(self, data):
        length = len(data)
        if length > _LONGEST:
            self._write(_LENGTH.pack(-1) + _LONG_LENGTH.pack(length), data)
        elif length > 16384:
            self._write(_LENGTH.pack(length), data)
        else:
            self._write(_LENGTH.pack(length) + bytes(data))

    def send(self, obj):
        """Send an object."""
        self._check(sends=True)
        self._send(pickle.dumps(obj))

    def recv_bytes(self, maxlength=None):
        """Receive a message of bytes; OSError if it is longer than allowed."""
        self._check(receives=True)
        if maxlength is not None and maxlength < 0:
            raise ValueError('negative maxlength')
        length, = _LENGTH.unpack(self._read(4))
        if length == -1:
            length, = _LONG_LENGTH.unpack(self._read(8))
        if maxlength is not None and length > maxlength or length < 0:
            # What follows cannot be told from the next message any more.
            if self._writable:
                self._readable = False
            else:
                self.close()
            raise OSError('bad message length')
        return self._read(length)

    def recv_bytes_into(self, buf, offset=0):
        """Receive a message of bytes into a buffer; its length."""
        self._check(receives=True)
        with memoryview(buf) as view, view.cast('B') as place:
            if offset < 0:
                raise ValueError('negative offset')
            if offset > len(place):
                raise ValueError('offset too large')
            message = self.recv_bytes()
            if len(message) > len(place) - offset:
                raise BufferTooShort(message)
            place[offset:offset + len(message)] = message
            return len(message)

    def recv(self):
        """Receive an object."""
        return pickle.loads(self.recv_bytes())

    def poll(self, timeout=0.0):
        """Whether something is to be received, now or within that many seconds; None waits for ever."""
        self._check(receives=True)
        return bool(wait([self], timeout))


def _taken_over(fd, readable, writable):
    taken_over(fd)
    return Connection(fd, readable, writable)


def Pipe(duplex=True):
    """Two connected ends; with duplex=False the first only receives and the second only sends."""
    if duplex:
        one, other = socket.socketpair()
        return Connection(one.detach()), Connection(other.detach())
    read, write = os.pipe()
    return Connection(read, writable=False), Connection(write, readable=False)


def wait(object_list, timeout=None):
    """Those of the connections, sockets and descriptors from which something is to be read."""
    poll, by_fd = select.poll(), {}
    for obj in object_list:
        fd = obj if isinstance(obj, int) else obj.fileno()
        poll.register(fd, select.POLLIN)
        by_fd[fd] = obj
    milliseconds = None if timeout is None else max(0, timeout) * 1000
    return [by_fd[fd] for fd, _ in poll.poll(milliseconds)]
