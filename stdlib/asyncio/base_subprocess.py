# Child processes as transports: pipes to and from them, and their end.

from _asyncio import (
    _close, _new_pipe, _pipe, _reap, _signal_process, _spawn, _stop_waiting,
    _wait_for_descriptor, _warn_unclosed, sleep)
from asyncio.protocols import BaseProtocol, Protocol
from asyncio.transports import SubprocessTransport

PIPE, STDOUT, DEVNULL = -1, -2, -3

# The keywords that start a program, and what they are without being given.
_OPTIONS = {
    'executable': None, 'preexec_fn': None, 'close_fds': True, 'cwd': None, 'env': None,
    'startupinfo': None, 'creationflags': 0, 'restore_signals': True,
    'start_new_session': False, 'pass_fds': (), 'user': None, 'group': None,
    'extra_groups': None, 'umask': -1, 'pipesize': -1, 'process_group': None,
}


class _End:
    """One end of a pipe, open until closed."""

    def __init__(self, fd):
        self._fd = fd

    def __repr__(self):
        return f'<pipe fd={self._fd}>'

    def fileno(self):
        if self._fd < 0:
            raise ValueError('I/O operation on closed file')
        return self._fd

    @property
    def closed(self):
        return self._fd < 0

    def close(self):
        fd, self._fd = self._fd, -1
        if fd >= 0:
            _close(fd)


class WriteSubprocessPipeProto(BaseProtocol):
    """Between a child's standard input and its transport."""

    def __init__(self, proc, fd):
        self.proc = proc
        self.fd = fd
        self.pipe = None
        self.disconnected = False

    def connection_made(self, transport):
        self.pipe = transport

    def __repr__(self):
        return f'<{self.__class__.__name__} fd={self.fd} pipe={self.pipe!r}>'

    def connection_lost(self, exc):
        self.disconnected = True
        self.proc._pipe_connection_lost(self.fd, exc)
        self.proc = None

    def pause_writing(self):
        self.proc._protocol.pause_writing()

    def resume_writing(self):
        self.proc._protocol.resume_writing()


class ReadSubprocessPipeProto(WriteSubprocessPipeProto, Protocol):
    """Between a child's output and its transport."""

    def data_received(self, data):
        self.proc._pipe_data_received(self.fd, data)


class _UnixSubprocessTransport(SubprocessTransport):
    def __init__(self, loop, protocol, extra=None):
        self._loop = loop
        self._protocol = protocol
        self._extra = extra or {}
        self._closed = False
        self._pid = None
        self._returncode = None
        self._exit_waiters = []
        self._pending_calls = []
        self._pipes = {}
        self._finished = False
        self._watcher = None

    def __repr__(self):
        words = [self.__class__.__name__]
        if self._closed:
            words.append('closed')
        if self._pid is not None:
            words.append(f'pid={self._pid}')
        state = 'not started' if self._pid is None else 'running'
        words.append(state if self._returncode is None else f'returncode={self._returncode}')
        streams = {}
        for fd, name in enumerate(('stdin', 'stdout', 'stderr')):
            pipe = self._pipes.get(fd)
            if pipe is not None:
                both = fd == 2 and pipe is self._pipes.get(1)
                streams['stdout' if both else name] = (name, pipe.pipe, both)
        words += [f'{front}={name}={pipe}' if both else f'{name}={pipe}'
                  for front, (name, pipe, both) in streams.items()]
        return f'<{" ".join(words)}>'

    def _start(self, args, stdin, stdout, stderr, options):
        """Start the child; our ends of its pipes by number."""
        ours, theirs = {}, []
        streams = []
        try:
            for number, given in enumerate((stdin, stdout, stderr)):
                if given is None:
                    streams.append(None)
                elif given == PIPE and isinstance(given, int):
                    read, write = _new_pipe()
                    own, other = (write, read) if number == 0 else (read, write)
                    ours[number] = _End(own)
                    theirs.append(_End(other))
                    streams.append(other)
                elif given == STDOUT and isinstance(given, int):
                    if number != 2:
                        raise ValueError('STDOUT can only be used for stderr')
                    streams.append(1 if streams[1] is None else streams[1])
                elif given == DEVNULL and isinstance(given, int):
                    streams.append(-1)
                elif isinstance(given, int):
                    streams.append(given)
                else:
                    streams.append(given.fileno())
            pid, ended = _spawn(args, *streams, options)
        except BaseException:
            for end in ours.values():
                end.close()
            raise
        finally:
            for end in theirs:
                end.close()
        self._pid = pid
        # None until connected: a child that ends meanwhile is not finished with.
        self._pipes = dict.fromkeys(ours)
        self._extra['subprocess'] = self
        self._watcher = self._loop.create_task(self._watch(ended))
        self._watcher._log_destroy_pending = False
        return ours

    async def _watch(self, ended):
        """Wait for the end of the child, which is then reaped."""
        try:
            code = None
            while code is None:
                waiter = _wait_for_descriptor(self._loop, ended, False)
                try:
                    await waiter
                finally:
                    _stop_waiting(self._loop, ended, False, waiter)
                code = _reap(self._pid)
        finally:
            _close(ended)
        self._process_exited(code)

    async def _connect_pipes(self, ours):
        loop = self._loop
        try:
            for number, end in ours.items():
                if number == 0:
                    proto = WriteSubprocessPipeProto(self, 0)
                else:
                    proto = ReadSubprocessPipeProto(self, number)
                waiter = loop.create_future()
                _pipe(loop, end.fileno(), end, proto, waiter, number == 0)
                self._pipes[number] = proto
                await waiter
        except BaseException:
            for end in ours.values():
                if not end.closed:
                    end.close()
            raise
        loop.call_soon(self._protocol.connection_made, self)
        for callback, data in self._pending_calls:
            loop.call_soon(callback, *data)
        self._pending_calls = None

    def _call(self, callback, *data):
        if self._pending_calls is not None:
            self._pending_calls.append((callback, data))
        else:
            self._loop.call_soon(callback, *data)

    def _pipe_connection_lost(self, fd, exc):
        self._call(self._protocol.pipe_connection_lost, fd, exc)
        self._try_finish()

    def _pipe_data_received(self, fd, data):
        self._call(self._protocol.pipe_data_received, fd, data)

    def _process_exited(self, returncode):
        if self._returncode is None:
            self._returncode = returncode
        self._call(self._protocol.process_exited)
        self._try_finish()

    async def _wait(self):
        """The return code, once the child has ended and its pipes are closed."""
        if self._returncode is not None:
            return self._returncode
        waiter = self._loop.create_future()
        self._exit_waiters.append(waiter)
        return await waiter

    def _try_finish(self):
        if self._returncode is None or self._finished:
            return
        if all(p is not None and p.disconnected for p in self._pipes.values()):
            self._finished = True
            self._call(self._call_connection_lost, None)

    def _call_connection_lost(self, exc):
        try:
            self._protocol.connection_lost(exc)
        finally:
            for waiter in self._exit_waiters:
                if not waiter.done():
                    waiter.set_result(self._returncode)
            self._exit_waiters = []
            self._protocol = None

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closed

    def get_extra_info(self, name, default=None):
        return self._extra.get(name, default)

    def close(self):
        if self._closed:
            return
        self._closed = True
        for proto in self._pipes.values():
            if proto is not None and proto.pipe is not None:
                proto.pipe.close()
        if self._pid is not None and self._returncode is None:
            # Do not leave a child behind that nobody watches.
            try:
                _signal_process(self._pid, 9)
            except OSError:
                pass

    def __del__(self):
        if not self._closed and self._pid is not None:
            _warn_unclosed(self)
            self.close()

    def get_pid(self):
        return self._pid

    def get_returncode(self):
        return self._returncode

    def get_pipe_transport(self, fd):
        proto = self._pipes.get(fd)
        return proto.pipe if proto is not None else None

    def _check_proc(self):
        if self._pid is None or self._returncode is not None:
            raise ProcessLookupError()

    def send_signal(self, signal):
        self._check_proc()
        _signal_process(self._pid, int(signal))

    def terminate(self):
        self.send_signal(15)

    def kill(self):
        self.send_signal(9)


async def _run(loop, protocol, args, stdin, stdout, stderr, options):
    for name in options:
        if name not in _OPTIONS:
            raise TypeError(f'Popen.__init__() got an unexpected keyword argument {name!r}')
    for name in ('preexec_fn', 'user', 'group', 'extra_groups'):
        if options.get(name) is not None:
            raise NotImplementedError(f'{name} is not supported')
    transport = _UnixSubprocessTransport(loop, protocol)
    try:
        ours = transport._start(args, stdin, stdout, stderr, options)
    except BaseException:
        transport._closed = True
        raise
    try:
        await transport._connect_pipes(ours)
        # The protocol hears of it first.
        await sleep(0)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException:
        transport.close()
        await transport._wait()
        raise
    return transport


def _check(universal_newlines, shell, wanted, bufsize, encoding, errors, text):
    if universal_newlines:
        raise ValueError('universal_newlines must be False')
    if bool(shell) is not wanted:
        raise ValueError(f'shell must be {wanted}')
    if bufsize != 0:
        raise ValueError('bufsize must be 0')
    if text:
        raise ValueError('text must be False')
    if encoding is not None:
        raise ValueError('encoding must be None')
    if errors is not None:
        raise ValueError('errors must be None')


class BaseEventLoop:
    """The methods of a loop that start processes."""

    async def subprocess_shell(self, protocol_factory, cmd, *, stdin=PIPE, stdout=PIPE,
                               stderr=PIPE, universal_newlines=False, shell=True, bufsize=0,
                               encoding=None, errors=None, text=None, **kwargs):
        """Run a command of the shell: a pair (transport, protocol)."""
        if not isinstance(cmd, (bytes, str)):
            raise ValueError('cmd must be a string')
        _check(universal_newlines, shell, True, bufsize, encoding, errors, text)
        protocol = protocol_factory()
        args = ['/bin/sh', '-c', cmd]
        if kwargs.get('executable') is not None:
            args[0] = kwargs['executable']
        transport = await _run(self, protocol, args, stdin, stdout, stderr, kwargs)
        return transport, protocol

    async def subprocess_exec(self, protocol_factory, program, *args, stdin=PIPE, stdout=PIPE,
                              stderr=PIPE, universal_newlines=False, shell=False, bufsize=0,
                              encoding=None, errors=None, text=None, **kwargs):
        """Run a program: a pair (transport, protocol)."""
        _check(universal_newlines, shell, False, bufsize, encoding, errors, text)
        protocol = protocol_factory()
        transport = await _run(self, protocol, [program, *args], stdin, stdout, stderr, kwargs)
        return transport, protocol
