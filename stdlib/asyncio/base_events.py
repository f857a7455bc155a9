# What a loop does to open connections and servers. What then carries data is native.

import socket
import sys
from _asyncio import (
    AbstractEventLoop, _EventLoop, _SelectorSocketTransport, _datagram, _forget_descriptor, _pipe,
    _serve, _stream, CancelledError, sleep)
from asyncio.exceptions import SendfileNotAvailableError
from asyncio.protocols import Protocol
from asyncio.trsock import TransportSocket

__all__ = ('BaseEventLoop', 'Server')

_INET = (socket.AF_INET, socket.AF_INET6)


class Server:
    """Listening sockets and the connections that they took in."""

    def __init__(self, loop, sockets, protocol_factory, ssl_context, backlog,
                 ssl_handshake_timeout, ssl_shutdown_timeout=None):
        self._loop = loop
        self._sockets = sockets
        self._clients = {}
        self._waiters = []
        if ssl_context:
            protocol_factory = _encrypting(
                loop, protocol_factory, ssl_context, server_side=True,
                ssl_handshake_timeout=ssl_handshake_timeout,
                ssl_shutdown_timeout=ssl_shutdown_timeout)
        self._protocol_factory = protocol_factory
        self._backlog = backlog
        self._serving = False
        self._serving_forever_fut = None

    def __repr__(self):
        return f'<{self.__class__.__name__} sockets={self.sockets!r}>'

    def _attach(self, transport):
        import weakref
        key = id(transport)
        self._clients[key] = weakref.ref(transport)

    def _detach(self, transport):
        self._clients.pop(id(transport), None)
        if not self._clients and self._sockets is None:
            self._wakeup()

    def _wakeup(self):
        waiters = self._waiters
        self._waiters = None
        for waiter in waiters or ():
            if not waiter.done():
                waiter.set_result(None)

    def _start_serving(self):
        fresh = () if self._serving else self._sockets
        self._serving = True
        for each in fresh:
            each.listen(self._backlog)
            self._loop._start_serving(self._protocol_factory, each, None, self, self._backlog)

    def get_loop(self):
        return self._loop

    def is_serving(self):
        return self._serving

    @property
    def sockets(self):
        if self._sockets is None:
            return ()
        return tuple(TransportSocket(sock) for sock in self._sockets)

    def close(self):
        sockets, self._sockets = self._sockets, None
        if sockets is None:
            return
        for each in sockets:
            self._loop._stop_serving(each)
        self._serving, forever = False, self._serving_forever_fut
        if not (forever is None or forever.done()):
            self._serving_forever_fut = None
            forever.cancel()
        if not self._clients:
            self._wakeup()

    def close_clients(self):
        for reference in list(self._clients.values()):
            if (transport := reference()) is not None:
                transport.close()

    def abort_clients(self):
        for reference in list(self._clients.values()):
            if (transport := reference()) is not None:
                transport.abort()

    async def start_serving(self):
        self._start_serving()
        # So that an accepting socket is there for whoever goes on.
        await sleep(0)

    async def serve_forever(self):
        problem = None if self._sockets is not None else 'closed'
        if self._serving_forever_fut is not None:
            problem = 'already being awaited on serve_forever()'
        if problem is not None:
            raise RuntimeError(f'server {self!r} is {problem}')
        self._start_serving()
        self._serving_forever_fut = forever = self._loop.create_future()
        try:
            await forever
        except CancelledError:
            self.close()
            self.close_clients()
            await self.wait_closed()
            raise
        finally:
            self._serving_forever_fut = None

    async def wait_closed(self):
        if self._waiters is None:
            return
        waiter = self._loop.create_future()
        self._waiters.append(waiter)
        await waiter

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        self.close()
        await self.wait_closed()


def _check_ssl(ssl, **others):
    for name, value in others.items():
        if value is not None and not ssl:
            raise ValueError(f'{name} is only meaningful with ssl')


def _encrypting(loop, protocol_factory, ssl, waiter=None, **options):
    """A factory of TLS protocols around those of another factory."""
    from asyncio.sslproto import SSLProtocol
    # True stands for a context that nobody had to think about.
    context = None if isinstance(ssl, bool) else ssl
    return lambda: SSLProtocol(loop, protocol_factory(), context, waiter, **options)


def _port_number(port):
    """The port as a number, 0 for none; None if it is the name of a service."""
    if port is None or isinstance(port, (str, bytes)) and not port:
        return 0
    try:
        return int(port)
    except (TypeError, ValueError):
        return None


def _is_address(family, host):
    try:
        socket.inet_pton(family, host)
    except (AttributeError, OSError, ValueError):
        return False
    return True


def _ipaddr_info(host, port, family, type, proto):
    """The answer for an address that needs no question, else None."""
    protocols = {socket.SOCK_STREAM: socket.IPPROTO_TCP, socket.SOCK_DGRAM: socket.IPPROTO_UDP}
    if type not in protocols or proto not in (0, *protocols.values()):
        return None
    number = _port_number(port)
    host = host.decode('idna') if isinstance(host, bytes) else host
    if number is None or not isinstance(host, str) or '%' in host:
        return None
    families = _INET if family == socket.AF_UNSPEC else (family,)
    fitting = next((each for each in families if _is_address(each, host)), None)
    if fitting is None:
        return None
    rest = (0, 0) if fitting == socket.AF_INET6 else ()
    return fitting, type, protocols[type], '', (host, number, *rest)


def _interleave(infos, first):
    """Addresses of the families in turn, `first` ones of the first family in front."""
    families = {}
    for info in infos:
        families.setdefault(info[0], []).append(info)
    rows = list(families.values())
    ordered = []
    if first > 1:
        ordered.extend(rows[0][:first - 1])
        del rows[0][:first - 1]
    for at in range(max(map(len, rows), default=0)):
        ordered.extend(row[at] for row in rows if at < len(row))
    return ordered


def _close_quietly(sock):
    try:
        sock.close()
    except OSError:
        pass


def _bind_one_of(sock, family, infos, failures):
    """Gives the socket the first local address that works; the others are noted."""
    for own_family, _, _, _, address in infos:
        if own_family == family:
            try:
                return sock.bind(address)
            except OSError as exc:
                failures.append(OSError(exc.errno, 'error while attempting to bind on address '
                                                   f'{address!r}: {str(exc).lower()}'))
    if failures:
        raise failures.pop()
    raise OSError(f'no matching local address with {family=} found')


async def _once_connected(transport, protocol, waiter):
    try:
        await waiter
    except BaseException:
        transport.close()
        raise
    return transport, protocol


async def _datagram_pairs(loop, local_addr, remote_addr, family, proto, flags):
    """What to try: ((family, protocol), (own address, other address)) each."""
    given = (local_addr, remote_addr)
    if not any(given):
        if family == 0:
            raise ValueError('unexpected address family')
        return [((family, proto), (None, None))]
    if family == socket.AF_UNIX:
        if not all(each is None or isinstance(each, str) for each in given):
            raise TypeError('string is expected')
        if local_addr and local_addr[0] not in (0, '\x00'):
            from asyncio.unix_events import _remove_stale
            _remove_stale(local_addr)
        return [((family, proto), given)]
    found = {}
    for at, addr in enumerate(given):
        if addr is None:
            continue
        if not isinstance(addr, tuple) or len(addr) != 2:
            raise TypeError('2-tuple is expected')
        infos = await BaseEventLoop._resolve(loop, addr, family=family, type=socket.SOCK_DGRAM,
                                             proto=proto, flags=flags)
        if not infos:
            raise OSError('getaddrinfo() returned empty list')
        for own_family, _, own_proto, _, address in infos:
            found.setdefault((own_family, own_proto), [None, None])[at] = address
    complete = [(kind, ends) for kind, ends in found.items()
                if all(end is not None for end, addr in zip(ends, given) if addr)]
    if not complete:
        raise ValueError('can not get address information')
    return complete


async def _datagram_end(loop, kind, ends, given, reuse_port, allow_broadcast):
    """A socket of one kind with its addresses, and where it sends to."""
    sock = socket.socket(family=kind[0], type=socket.SOCK_DGRAM, proto=kind[1])
    try:
        for wanted, option in ((reuse_port, socket.SO_REUSEPORT),
                               (allow_broadcast, socket.SO_BROADCAST)):
            if wanted:
                sock.setsockopt(socket.SOL_SOCKET, option, 1)
        sock.setblocking(False)
        if given[0]:
            sock.bind(ends[0])
        if given[1] and not allow_broadcast:
            await loop.sock_connect(sock, ends[1])
    except BaseException:
        sock.close()
        raise
    return sock, ends[1] if given[1] else None


# ---- files through transports that cannot send them by themselves ---------------------------------

def _check_part(offset, count):
    for name, value, least, kind in (('count', count, 1, 'positive'),
                                     ('offset', offset, 0, 'non-negative')):
        if value is None and name == 'count':
            continue
        problem = f'{name} must be a {kind} integer (got {value!r})'
        if not isinstance(value, int):
            raise TypeError(problem)
        if value < least:
            raise ValueError(problem)


# Why nothing is sent at all, by the way in which a transport sends files.
_REFUSALS = {None: 'Transport is closing',
             'UNSUPPORTED': 'sendfile is not supported for transport {!r}'}
_NO_FALLBACK = 'fallback is disabled and native sendfile is not supported for transport {!r}'


def _way_to_send(transport):
    """The name of the mode in which a transport sends files."""
    if isinstance(transport, _SelectorSocketTransport):
        return 'TRY_NATIVE'
    mode = getattr(transport, '_sendfile_compatible', None)
    return 'UNSUPPORTED' if mode is None else mode.name


async def _send_parts(file, offset, count, send):
    """Read a file part by part; how many bytes were sent."""
    from asyncio.constants import SENDFILE_FALLBACK_READBUFFER_SIZE as most
    if hasattr(file, 'seek'):
        file.seek(offset)
    buffer = memoryview(bytearray(most if count is None else min(count, most)))
    total = 0
    try:
        while count is None or total < count:
            room = buffer if count is None else buffer[:count - total]
            size = file.readinto(room)
            if not size:
                break
            await send(room[:size])
            total += size
        return total
    finally:
        if total > 0 and hasattr(file, 'seek'):
            file.seek(offset + total)


class _InPlace(Protocol):
    """Stands in for the protocol of a transport while a file goes out through it."""

    def __init__(self, loop, transport):
        self._loop, self._transport = loop, transport
        self._replaced = transport.get_protocol()
        self._was_reading = transport.is_reading()
        self._was_paused, self._room = transport._protocol_paused, None
        transport.pause_reading()
        transport.set_protocol(self)
        if self._was_paused:
            self.pause_writing()

    async def write(self, part):
        if self._room is not None:
            await self._room
        if self._transport.is_closing():
            raise ConnectionError('Connection closed by peer')
        # A copy: what the system does not take at once is kept, and the buffer used again.
        self._transport.write(bytes(part))

    def restore(self):
        transport, protocol = self._transport, self._replaced
        transport.set_protocol(protocol)
        if self._was_reading:
            transport.resume_reading()
        is_paused = self._room is not None
        if is_paused:
            self._room.cancel()
        # It learns what changed meanwhile.
        if is_paused and not self._was_paused:
            protocol.pause_writing()
        elif self._was_paused and not is_paused:
            protocol.resume_writing()

    def pause_writing(self):
        if self._room is None:
            self._room = self._loop.create_future()

    def resume_writing(self):
        room, self._room = self._room, None
        if room is not None and not room.done():
            room.set_result(None)

    def connection_made(self, transport):
        raise RuntimeError('Invalid state: connection should have been established already.')

    def connection_lost(self, exc):
        room = self._room
        if room is not None and not room.done():
            room.set_exception(ConnectionError('Connection is closed by peer') if exc is None else exc)
        self._replaced.connection_lost(exc)

    def data_received(self, data):
        raise RuntimeError('Invalid state: reading should be paused')

    def eof_received(self):
        raise RuntimeError('Invalid state: reading should be paused')


async def _send_through(loop, transport, file, offset, count):
    if not hasattr(transport, '_protocol_paused'):
        raise TypeError('transport should be _FlowControlMixin instance')
    between = _InPlace(loop, transport)
    try:
        return await _send_parts(file, offset, count, between.write)
    finally:
        between.restore()


def __getattr__(name):
    # Only who logs has to load `logging`, and only loops in Python need the rest.
    if name == 'logger':
        from asyncio.log import logger
        return logger
    from asyncio import python_loop
    if name.startswith('__') or not hasattr(python_loop, name):
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    return getattr(python_loop, name)


class _Kind(type):
    # The native loop counts as one of these, without being made of their code. So most of it is
    # loaded when somebody asks for it, or makes such a loop.
    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass):
        return super().__subclasscheck__(subclass) or (
            cls is BaseEventLoop and issubclass(subclass, _EventLoop))

    def __call__(cls, *args, **kwargs):
        if '__init__' not in vars(BaseEventLoop):
            from asyncio import python_loop
            python_loop.complete(BaseEventLoop)
        return super().__call__(*args, **kwargs)

    def __getattr__(cls, name):
        if '__init__' not in vars(BaseEventLoop):
            from asyncio import python_loop
            python_loop.complete(BaseEventLoop)
            return getattr(cls, name)
        raise AttributeError(f'type object {cls.__name__!r} has no attribute {name!r}')


class BaseEventLoop(AbstractEventLoop, metaclass=_Kind):
    """A loop in Python. What it does for connections, the native loop calls for itself, too."""

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        run = getattr(self, 'run_in_executor', None)
        if run is None:
            return socket.getaddrinfo(host, port, family, type, proto, flags)
        return await run(None, socket.getaddrinfo, host, port, family, type, proto, flags)

    async def getnameinfo(self, sockaddr, flags=0):
        run = getattr(self, 'run_in_executor', None)
        if run is None:
            return socket.getnameinfo(sockaddr, flags)
        return await run(None, socket.getnameinfo, sockaddr, flags)

    async def _resolve(self, address, *, family=0, type=socket.SOCK_STREAM, proto=0, flags=0):
        host, port = address[:2]
        info = _ipaddr_info(host, port, family, type, proto)
        if info is not None:
            return [info[:4] + (info[4][:2] + tuple(address[2:]),)] if address[2:] else [info]
        return await self.getaddrinfo(host, port, family=family, type=type, proto=proto,
                                      flags=flags)

    async def _connect_sock(self, errors, info, local_infos=None):
        """A socket connected to one address."""
        failures, sock = [], None
        errors.append(failures)
        family, type_, proto, _, address = info
        try:
            sock = socket.socket(family=family, type=type_, proto=proto)
            sock.setblocking(False)
            if local_infos is not None:
                _bind_one_of(sock, family, local_infos, failures)
            await self.sock_connect(sock, address)
            return sock
        except BaseException as exc:
            if isinstance(exc, OSError):
                failures.append(exc)
            if sock is not None:
                _close_quietly(sock)
            raise
        finally:
            errors = failures = None

    async def create_connection(
            self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0,
            flags=0, sock=None, local_addr=None, server_hostname=None,
            ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
            happy_eyeballs_delay=None, interleave=None, all_errors=False):
        """Connect to a TCP server: a pair (transport, protocol)."""
        if server_hostname is not None and not ssl:
            raise ValueError('server_hostname is only meaningful with ssl')
        if ssl and server_hostname is None:
            if not host:
                raise ValueError('You must set server_hostname when using ssl without a host')
            server_hostname = host
        _check_ssl(ssl, ssl_handshake_timeout=ssl_handshake_timeout,
                   ssl_shutdown_timeout=ssl_shutdown_timeout)
        if sock is not None and getattr(sock, 'type', None) is not None:
            if sock.type != socket.SOCK_STREAM and host is None and port is None:
                raise ValueError(f'A Stream Socket was expected, got {sock!r}')
        if happy_eyeballs_delay is not None and interleave is None:
            interleave = 1
        if host is not None or port is not None:
            if sock is not None:
                raise ValueError('host/port and sock can not be specified at the same time')
            infos = await BaseEventLoop._resolve(self, (host, port), family=family, proto=proto, flags=flags)
            if not infos:
                raise OSError('getaddrinfo() returned empty list')
            local_infos = None
            if local_addr is not None:
                local_infos = await BaseEventLoop._resolve(self, local_addr, family=family, proto=proto,
                                                  flags=flags)
                if not local_infos:
                    raise OSError('getaddrinfo() returned empty list')
            if interleave:
                infos = _interleave(infos, interleave)
            sock = await BaseEventLoop._first_connected(self, infos, local_infos, happy_eyeballs_delay,
                                               all_errors)
        elif sock is None:
            raise ValueError('host and port was not specified and no sock specified')
        return await BaseEventLoop._make_connection(
            self, protocol_factory, sock, ssl, server_hostname=server_hostname,
            ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)

    async def _first_connected(self, infos, local_infos, delay, all_errors):
        errors = []
        sock = None
        if delay is None:
            for info in infos:
                try:
                    sock = await BaseEventLoop._connect_sock(self, errors, info, local_infos)
                    break
                except OSError:
                    continue
        else:
            sock = await BaseEventLoop._race(self, errors, infos, local_infos, delay)
        if sock is not None:
            return sock
        errors = [exc for each in errors for exc in each]
        try:
            if all_errors:
                raise ExceptionGroup('create_connection failed', errors)
            if len(errors) == 1:
                raise errors[0]
            model = str(errors[0])
            if all(str(exc) == model for exc in errors):
                raise errors[0]
            raise OSError('Multiple exceptions: {}'.format(', '.join(str(e) for e in errors)))
        finally:
            errors = None

    async def _race(self, errors, infos, local_infos, delay):
        """Attempts one after the other, each with a head start; the first that succeeds."""
        from asyncio.tasks import wait
        attempts = []
        waiting = list(infos)
        try:
            while True:
                if waiting:
                    info = waiting.pop(0)
                    attempts.append(self.create_task(
                        BaseEventLoop._connect_sock(self, errors, info, local_infos)))
                pending = [task for task in attempts if not task.done()]
                if not pending and not waiting:
                    return None
                if pending:
                    done, _ = await wait(pending, timeout=delay if waiting else None,
                                         return_when='FIRST_COMPLETED')
                    for task in done:
                        if task.exception() is None:
                            attempts.remove(task)
                            return task.result()
        finally:
            for task in attempts:
                if not task.done():
                    task.cancel()
                elif not task.cancelled() and task.exception() is None:
                    task.result().close()

    async def _make_connection(self, protocol_factory, sock, ssl=None, **options):
        sock.setblocking(False)
        protocol, waiter = protocol_factory(), self.create_future()
        if not ssl:
            transport = _stream(self, sock.fileno(), sock, protocol, waiter, None)
        else:
            tls = _encrypting(self, lambda: protocol, ssl, waiter, **options)()
            _stream(self, sock.fileno(), sock, tls, None, None)
            transport = tls._app_transport
        return await _once_connected(transport, protocol, waiter)

    async def connect_accepted_socket(self, protocol_factory, sock, *, ssl=None,
                                      ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
        """A transport for a connection that was accepted elsewhere."""
        if sock.type != socket.SOCK_STREAM:
            raise ValueError(f'A Stream Socket was expected, got {sock!r}')
        _check_ssl(ssl, ssl_handshake_timeout=ssl_handshake_timeout,
                   ssl_shutdown_timeout=ssl_shutdown_timeout)
        return await BaseEventLoop._make_connection(
            self, protocol_factory, sock, ssl, server_side=True,
            ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)

    async def create_server(
            self, protocol_factory, host=None, port=None, *, family=socket.AF_UNSPEC,
            flags=socket.AI_PASSIVE, sock=None, backlog=100, ssl=None, reuse_address=None,
            reuse_port=None, keep_alive=None, ssl_handshake_timeout=None,
            ssl_shutdown_timeout=None, start_serving=True):
        """A TCP server on one or several addresses."""
        if isinstance(ssl, bool):
            raise TypeError('ssl argument must be an SSLContext or None')
        _check_ssl(ssl, ssl_handshake_timeout=ssl_handshake_timeout,
                   ssl_shutdown_timeout=ssl_shutdown_timeout)
        if host is not None or port is not None:
            if sock is not None:
                raise ValueError('host/port and sock can not be specified at the same time')
            if reuse_address is None:
                reuse_address = True
            if host == '':
                hosts = [None]
            elif isinstance(host, str) or not hasattr(host, '__iter__'):
                hosts = [host]
            else:
                hosts = host
            infos = []
            for each in hosts:
                found = await BaseEventLoop._resolve(self, (each, port), family=family, flags=flags)
                if not found:
                    raise OSError(f'getaddrinfo({each!r}) returned empty list')
                infos.extend(info for info in found if info not in infos)
            sockets = BaseEventLoop._listeners(self, infos, reuse_address, reuse_port, keep_alive)
        else:
            if sock is None:
                raise ValueError('Neither host/port nor sock were specified')
            if sock.type != socket.SOCK_STREAM:
                raise ValueError(f'A Stream Socket was expected, got {sock!r}')
            sockets = [sock]
        for sock in sockets:
            sock.setblocking(False)
        server = Server(self, sockets, protocol_factory, ssl, backlog, ssl_handshake_timeout,
                        ssl_shutdown_timeout)
        if start_serving:
            server._start_serving()
            await sleep(0)
        return server

    def _listeners(self, infos, reuse_address, reuse_port, keep_alive):
        sockets = []
        completed = False
        try:
            for af, kind, proto, _, address in infos:
                try:
                    sock = socket.socket(af, kind, proto)
                except OSError:
                    # A family that the machine does not have.
                    continue
                sockets.append(sock)
                if reuse_address:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
                if reuse_port and af in _INET:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, True)
                if keep_alive:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, True)
                # Both families can have the same port.
                if af == socket.AF_INET6:
                    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, True)
                try:
                    sock.bind(address)
                except OSError as error:
                    text = (f'error while attempting to bind on address {address!r}: '
                            f'{str(error).lower()}')
                    if error.errno == 99:
                        sockets.pop().close()
                        continue
                    raise OSError(error.errno, text) from None
            if not sockets:
                found = [info[4] for info in infos]
                raise OSError(f'could not bind on any address out of {found!r}')
            completed = True
        finally:
            if not completed:
                for sock in sockets:
                    sock.close()
        return sockets

    async def create_datagram_endpoint(
            self, protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0,
            flags=0, reuse_port=None, allow_broadcast=None, sock=None):
        """An endpoint for packets: a pair (transport, protocol)."""
        remote = None
        if sock is not None:
            if sock.type == socket.SOCK_STREAM:
                raise ValueError(f'A datagram socket was expected, got {sock!r}')
            options = dict(local_addr=local_addr, remote_addr=remote_addr, family=family,
                           proto=proto, flags=flags, reuse_port=reuse_port,
                           allow_broadcast=allow_broadcast)
            problems = ', '.join(f'{k}={v}' for k, v in options.items() if v)
            if problems:
                raise ValueError('socket modifier keyword arguments can not be used when sock '
                                 f'is specified. ({problems})')
            sock.setblocking(False)
        else:
            sock, remote = await BaseEventLoop._datagram_socket(self, local_addr, remote_addr, family, proto, flags, reuse_port, allow_broadcast)
        protocol = protocol_factory()
        waiter = self.create_future()
        transport = _datagram(self, sock.fileno(), sock, protocol, remote, waiter)
        try:
            await waiter
        except BaseException:
            transport.close()
            raise
        return transport, protocol

    async def _datagram_socket(self, local_addr, remote_addr, family, proto, flags, reuse_port,
                               allow_broadcast):
        given, errors = (local_addr, remote_addr), []
        for kind, ends in await _datagram_pairs(self, *given, family, proto, flags):
            try:
                return await _datagram_end(self, kind, ends, given, reuse_port, allow_broadcast)
            except OSError as exc:
                errors.append(exc)
        raise errors[0]

    async def connect_read_pipe(self, protocol_factory, pipe):
        """A transport that reads from a pipe: a pair (transport, protocol)."""
        return await BaseEventLoop._connect_pipe(self, protocol_factory, pipe, False)

    async def connect_write_pipe(self, protocol_factory, pipe):
        """A transport that writes to a pipe: a pair (transport, protocol)."""
        return await BaseEventLoop._connect_pipe(self, protocol_factory, pipe, True)

    async def _connect_pipe(self, protocol_factory, pipe, writing):
        protocol, waiter = protocol_factory(), self.create_future()
        return await _once_connected(
            _pipe(self, pipe.fileno(), pipe, protocol, waiter, writing), protocol, waiter)

    def _start_serving(self, protocol_factory, sock, sslcontext=None, server=None, backlog=100,
                       ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
        _serve(self, sock.fileno(), protocol_factory, server, backlog)

    def _stop_serving(self, sock):
        fd = sock.fileno()
        _forget_descriptor(self, fd)
        sock.close()
        unix = sys.modules.get('asyncio.unix_events')
        if unix is not None:
            unix._forget_file(self, fd)

    # ---- files ---------------------------------------------------------------------------------

    async def _sendfile_native(self, transport, file, offset, count):
        raise SendfileNotAvailableError('sendfile syscall is not supported')

    async def sendfile(self, transport, file, offset=0, count=None, *, fallback=True):
        """Send a file through a transport; how many bytes were sent."""
        way = None if transport.is_closing() else _way_to_send(transport)
        if way in _REFUSALS:
            raise RuntimeError(_REFUSALS[way].format(transport))
        if way == 'TRY_NATIVE':
            _check_part(offset, count)
            try:
                return await self._sendfile_native(transport, file, offset, count)
            except SendfileNotAvailableError:
                if not fallback:
                    raise
        elif not fallback:
            raise RuntimeError(_NO_FALLBACK.format(transport))
        return await _send_through(self, transport, file, offset, count)

    async def _sock_sendfile_native(self, sock, file, offset, count):
        raise SendfileNotAvailableError('syscall sendfile is not available for socket '
                                        f'{sock!r} and file {file!r} combination')

    async def sock_sendfile(self, sock, file, offset=0, count=None, *, fallback=True):
        """Send a file through a socket; how many bytes were sent."""
        if self.get_debug() and sock.gettimeout() != 0:
            raise ValueError('the socket must be non-blocking')
        if 'b' not in getattr(file, 'mode', 'b'):
            raise ValueError('file should be opened in binary mode')
        if sock.type != socket.SOCK_STREAM:
            raise ValueError('only SOCK_STREAM type sockets are supported')
        _check_part(offset, count)
        try:
            return await self._sock_sendfile_native(sock, file, offset, count)
        except SendfileNotAvailableError:
            if not fallback:
                raise
        return await _send_parts(file, offset, count, lambda part: self.sock_sendall(sock, part))

    async def start_tls(self, transport, protocol, sslcontext, *, server_side=False,
                        server_hostname=None, ssl_handshake_timeout=None,
                        ssl_shutdown_timeout=None):
        """TLS over a connection that is there: the transport to go on with."""
        from ssl import SSLContext
        if not isinstance(sslcontext, SSLContext):
            raise TypeError('sslcontext is expected to be an instance of ssl.SSLContext, '
                            f'got {sslcontext!r}')
        if not getattr(transport, '_start_tls_compatible', False):
            raise TypeError(f'transport {transport!r} is not supported by start_tls()')
        waiter = self.create_future()
        tls = _encrypting(
            self, lambda: protocol, sslcontext, waiter, server_side=server_side,
            server_hostname=server_hostname, call_connection_made=False,
            ssl_handshake_timeout=ssl_handshake_timeout,
            ssl_shutdown_timeout=ssl_shutdown_timeout)()
        upgraded = tls._app_transport
        # What comes from now on is TLS: none of it may get to the protocol.
        transport.pause_reading()
        transport.set_protocol(tls)
        begins = [self.call_soon(tls.connection_made, transport),
                  self.call_soon(transport.resume_reading)]
        try:
            await waiter
        except BaseException:
            transport.close()
            for handle in begins:
                handle.cancel()
            raise
        return upgraded
