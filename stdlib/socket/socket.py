# The socket class and what is made of several calls.

import _socket
from _socket import *
from _socket import _inode, _remove, _pair
from _named_integers import FlagNames, IntNames, convert, make

_numbers = sorted([(value, name) for name, value in vars(_socket).items()
                   if isinstance(value, int) and not isinstance(value, bool)])


def _class(kind, name, prefix):
    pairs = [(key, value) for value, key in _numbers if key.startswith(prefix)]
    return make(kind, name, __name__, pairs)


AddressFamily = _class(IntNames, 'AddressFamily', 'AF_')
SocketKind = _class(IntNames, 'SocketKind', 'SOCK_')
MsgFlag = _class(FlagNames, 'MsgFlag', 'MSG_')
AddressInfo = _class(FlagNames, 'AddressInfo', 'AI_')

for _made in (AddressFamily, SocketKind, MsgFlag, AddressInfo):
    for _value, _key in _numbers:
        if _key in vars(_made):
            globals()[_key] = vars(_made)[_key]
del _made, _key, _value

__all__ = ['fromfd', 'getfqdn', 'create_connection', 'create_server', 'has_dualstack_ipv6',
           'AddressFamily', 'SocketKind', 'send_fds', 'recv_fds']
__all__ += [_name for _name in vars(_socket) if not _name.startswith('_')]
__all__ += ['socketpair']

error = OSError
timeout = TimeoutError


def _buffered(raw, reading, writing, size):
    import io
    if reading and writing:
        return io.BufferedRWPair(raw, raw, size)
    return (io.BufferedReader if reading else io.BufferedWriter)(raw, size)


class socket(_socket.socket):
    """A socket, as the system has it, that is a context manager and opens streams."""

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        self._io_refs, self._closed = 0, False
        kind = [family, type, proto]
        if fileno is None:
            # With a descriptor the system knows them.
            usual = (AF_INET, SOCK_STREAM, 0)
            kind = [chosen if given == -1 else given for given, chosen in zip(kind, usual)]
        _socket.socket.__init__(self, *kind, fileno)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        if not self._closed:
            self.close()

    def __repr__(self):
        cls = self.__class__
        closed = ' [closed]' if getattr(self, '_closed', False) else ''
        text = (f'<{cls.__module__}.{cls.__qualname__}{closed} fd={self.fileno()}, '
                f'family={self.family!s}, type={self.type!s}, proto={self.proto}')
        if not closed:
            for word, ask in (('laddr', self.getsockname), ('raddr', self.getpeername)):
                try:
                    where = ask()
                except OSError:
                    continue
                if where:
                    text += f', {word}={where!s}'
        return text + '>'

    def __getstate__(self):
        raise TypeError(f"cannot pickle {self.__class__.__name__!r} object")

    def dup(self):
        """Another object with a descriptor of its own for the same socket."""
        fd = dup(self.fileno())
        sock = self.__class__(self.family, self.type, self.proto, fileno=fd)
        sock.settimeout(self.gettimeout())
        return sock

    def accept(self):
        """Wait for an incoming connection; a new socket and the address of the client."""
        fd, addr = self._accept()
        sock = socket(self.family, self.type, self.proto, fileno=fd)
        # The connection does not inherit that its listener waits for a limited time.
        if getdefaulttimeout() is None and self.gettimeout():
            sock.setblocking(True)
        return sock, addr

    def makefile(self, mode='r', buffering=None, *, encoding=None, errors=None, newline=None):
        """A stream over the socket; close() of both is needed to end it."""
        if set(mode) - {'r', 'w', 'b'}:
            raise ValueError(f'invalid mode {mode!r} (only r, w, b allowed)')
        import io
        writing = 'w' in mode
        reading = not writing or 'r' in mode
        made = _raw_class()(self, 'r' * reading + 'w' * writing)
        self._io_refs += 1
        size = io.DEFAULT_BUFFER_SIZE if buffering is None or buffering < 0 else buffering
        if size:
            made = _buffered(made, reading, writing, size)
        if 'b' in mode:
            return made
        if not size:
            raise ValueError('unbuffered streams must be binary')
        made = io.TextIOWrapper(made, encoding, errors, newline)
        made.mode = mode
        return made

    def sendfile(self, file, offset=0, count=None):
        """Send a file until its end is reached; how many bytes were sent."""
        if 'b' not in getattr(file, 'mode', 'b'):
            raise ValueError('file should be opened in binary mode')
        if not self.type & SOCK_STREAM:
            raise ValueError('only SOCK_STREAM type sockets are supported')
        if count is not None:
            if not isinstance(count, int):
                raise TypeError(f'count must be a positive integer (got {count!r})')
            if count <= 0:
                raise ValueError(f'count must be a positive integer (got {count!r})')
        if self.gettimeout() == 0:
            raise ValueError('non-blocking sockets are not supported')
        if offset:
            file.seek(offset)
        total = 0
        try:
            while count is None or total < count:
                size = 8192 if count is None else min(count - total, 8192)
                data = file.read(size)
                if not data:
                    break
                self.sendall(data)
                total += len(data)
            return total
        finally:
            if total > 0 and hasattr(file, 'seek'):
                file.seek(offset + total)

    def _decref_socketios(self):
        if self._io_refs > 0:
            self._io_refs -= 1
        if self._closed:
            self.close()

    def _real_close(self):
        _socket.socket.close(self)

    def close(self):
        """Close the socket, once no file made of it is open."""
        self._closed = True
        if self._io_refs <= 0:
            self._real_close()

    def detach(self):
        """Give the descriptor away; the object counts as closed, the descriptor stays open."""
        self._closed = True
        return super().detach()

    @property
    def family(self):
        """The family of addresses."""
        return convert(AddressFamily, super().family)

    @property
    def type(self):
        """The kind of socket."""
        return convert(SocketKind, super().type)


def _raw_class():
    global _Raw
    if _Raw is None:
        import io

        class SocketIO(io.RawIOBase):
            """Raw I/O over a socket."""

            def __init__(self, sock, mode):
                if mode not in ('r', 'w', 'rw', 'rb', 'wb', 'rwb'):
                    raise ValueError(f'invalid mode: {mode!r}')
                io.RawIOBase.__init__(self)
                self._sock = sock
                self._mode = mode if 'b' in mode else mode + 'b'
                self._reading = 'r' in mode
                self._writing = 'w' in mode
                self._timed_out = False

            def readinto(self, b):
                self._checkClosed()
                self._checkReadable()
                if self._timed_out:
                    raise OSError('cannot read from timed out object')
                try:
                    return self._sock.recv_into(b)
                except TimeoutError:
                    self._timed_out = True
                    raise
                except BlockingIOError:
                    return None

            def write(self, b):
                self._checkClosed()
                self._checkWritable()
                try:
                    return self._sock.send(b)
                except BlockingIOError:
                    return None

            def readable(self):
                if self.closed:
                    raise ValueError('I/O operation on closed socket.')
                return self._reading

            def writable(self):
                if self.closed:
                    raise ValueError('I/O operation on closed socket.')
                return self._writing

            def seekable(self):
                if self.closed:
                    raise ValueError('I/O operation on closed socket.')
                return super().seekable()

            def fileno(self):
                self._checkClosed()
                return self._sock.fileno()

            @property
            def name(self):
                return self.fileno() if not self.closed else -1

            @property
            def mode(self):
                return self._mode

            def close(self):
                if self.closed:
                    return
                io.RawIOBase.close(self)
                self._sock._decref_socketios()
                self._sock = None

        _Raw = SocketIO
    return _Raw


_Raw = None


def __getattr__(name):
    if name == 'SocketIO':
        return _raw_class()
    raise AttributeError(f"module 'socket' has no attribute {name!r}")


SocketType = _socket.SocketType


def fromfd(fd, family, type, proto=0):
    """A socket over a duplicate of fd; what is not given is asked of the system."""
    return socket(family, type, proto, dup(fd))


def send_fds(sock, buffers, fds, flags=0, address=None):
    """Send buffers over a Unix socket, with descriptors for the other process."""
    import array
    return sock.sendmsg(buffers, [(SOL_SOCKET, SCM_RIGHTS, array.array('i', fds))])


def recv_fds(sock, bufsize, maxfds, flags=0):
    """Receive up to maxfds file descriptors: data, descriptors, flags, address."""
    import array
    fds = array.array('i')
    msg, ancdata, flags, addr = sock.recvmsg(bufsize, CMSG_LEN(maxfds * fds.itemsize))
    for level, kind, data in ancdata:
        if level == SOL_SOCKET and kind == SCM_RIGHTS:
            fds.frombytes(data[:len(data) - (len(data) % fds.itemsize)])
    return msg, list(fds), flags, addr


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    """A pair of socket objects that are connected."""
    if family is None:
        family = AF_UNIX
    a, b = _pair(family, type, proto)
    return socket(family, type, proto, a), socket(family, type, proto, b)


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """All the ways to reach host and port: (family, type, proto, canonname, sockaddr) each."""
    return [(convert(AddressFamily, af), convert(SocketKind, kind), number, name, addr)
            for af, kind, number, name, addr
            in _socket.getaddrinfo(host, port, family, type, proto, flags)]


def getfqdn(name=''):
    """The name of a host with its domain; of this one if it is empty."""
    name = name.strip()
    if name in ('', '0.0.0.0', '::'):
        name = gethostname()
    try:
        first, others, _ = gethostbyaddr(name)
    except error:
        return name
    return next((each for each in (first, *others) if '.' in each), first)


_GLOBAL_DEFAULT_TIMEOUT = object()


def _connected(kind, where, timeout, source_address):
    made = socket(*kind)
    try:
        if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
            made.settimeout(timeout)
        if source_address:
            made.bind(source_address)
        made.connect(where)
    except error:
        made.close()
        raise
    return made


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *,
                      all_errors=False):
    """A TCP connection to the first address of the host that answers."""
    host, port = address
    failures = []
    try:
        for *kind, _, where in getaddrinfo(host, port, 0, SOCK_STREAM):
            try:
                return _connected(kind, where, timeout, source_address)
            except error as failure:
                failures.append(failure)
        if not failures:
            raise error('getaddrinfo returns an empty list')
        if all_errors:
            raise ExceptionGroup('create_connection failed', failures)
        raise failures[-1]
    finally:
        # Their tracebacks refer to this frame.
        failures.clear()


def has_dualstack_ipv6():
    """Whether one socket can serve both IPv4 and IPv6."""
    if not has_ipv6:
        return False
    try:
        with socket(AF_INET6, SOCK_STREAM) as sock:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0)
            return True
    except error:
        return False


def _prepare_server(made, address, reuse_port, only_ipv6):
    try:
        made.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    except error:
        # A comfort, no condition.
        pass
    if reuse_port:
        made.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
    if only_ipv6 is not None:
        made.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, only_ipv6)
    try:
        made.bind(address)
    except error as failure:
        raise error(failure.errno, f'{failure.strerror} (while attempting to bind on address '
                                   f'{address!r})') from None


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False,
                  dualstack_ipv6=False):
    """Create a SOCK_STREAM socket bound to address and listening."""
    problem = None
    if reuse_port and not hasattr(_socket, 'SO_REUSEPORT'):
        problem = 'SO_REUSEPORT not supported on this platform'
    elif dualstack_ipv6 and not has_dualstack_ipv6():
        problem = 'dualstack_ipv6 not supported on this platform'
    elif dualstack_ipv6 and family != AF_INET6:
        problem = 'dualstack_ipv6 requires AF_INET6 family'
    if problem is not None:
        raise ValueError(problem)
    is_ipv6 = has_ipv6 and family == AF_INET6 and hasattr(_socket, 'IPV6_V6ONLY')
    made = socket(family, SOCK_STREAM)
    try:
        _prepare_server(made, address, reuse_port, int(not dualstack_ipv6) if is_ipv6 else None)
        made.listen(*(() if backlog is None else (backlog,)))
    except error:
        made.close()
        raise
    return made
