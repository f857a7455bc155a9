# Child processes as transports: pipes to and from them, and their end.

import os
import subprocess
from signal import SIGKILL, SIGTERM

from _asyncio import _reap, _warn_unclosed
from asyncio import events
from asyncio.protocols import BaseProtocol, Protocol
from asyncio.transports import SubprocessTransport

PIPE, STDOUT, DEVNULL = subprocess.PIPE, subprocess.STDOUT, subprocess.DEVNULL


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


class BaseSubprocessTransport(SubprocessTransport):
    """A child and its pipes. How it is started, as an object like a Popen, is for derived classes."""

    def __init__(self, loop, protocol, args, shell, stdin, stdout, stderr, bufsize, waiter=None,
                 extra=None, **kwargs):
        self._loop = loop
        self._protocol = protocol
        self._extra = {} if extra is None else extra
        self._proc = self._pid = self._returncode = None
        self._closed = self._finished = False
        self._exit_waiters = []
        # Calls that wait until the protocol knows of the child; None from then on.
        self._pending_calls = []
        # None for a pipe that is still to be connected, so that nothing counts as finished.
        self._pipes = {number: None for number, stream in enumerate((stdin, stdout, stderr))
                       if stream == PIPE}
        try:
            self._start(args=args, shell=shell, stdin=stdin, stdout=stdout, stderr=stderr,
                        bufsize=bufsize, **kwargs)
        except BaseException:
            self.close()
            raise
        self._pid = self._proc.pid
        self._extra['subprocess'] = self._proc
        self._connecting = loop.create_task(self._connect_pipes(waiter))

    def _start(self, args, shell, stdin, stdout, stderr, bufsize, **kwargs):
        raise NotImplementedError

    # ---- what it looks like -------------------------------------------------------------------

    def _shown_pipes(self):
        for number, name in enumerate(('stdin', 'stdout', 'stderr')):
            pipe = self._pipes.get(number)
            if pipe is not None:
                yield f'{name}={pipe.pipe}'

    def __repr__(self):
        words = [self.__class__.__name__]
        if self._closed:
            words.append('closed')
        if self._pid is not None:
            words.append(f'pid={self._pid}')
        if self._returncode is not None:
            words.append(f'returncode={self._returncode}')
        else:
            words.append('not started' if self._pid is None else 'running')
        return f'<{" ".join([*words, *self._shown_pipes()])}>'

    def get_extra_info(self, name, default=None):
        return self._extra.get(name, default)

    def get_pid(self):
        return self._pid

    def get_returncode(self):
        return self._returncode

    def get_pipe_transport(self, fd):
        pipe = self._pipes.get(fd)
        return None if pipe is None else pipe.pipe

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closed

    # ---- beginning ----------------------------------------------------------------------------

    async def _connect_pipes(self, waiter):
        failure = None
        try:
            for number in self._pipes:
                stream = (self._proc.stdin, self._proc.stdout, self._proc.stderr)[number]
                if number == 0:
                    connect, kind = self._loop.connect_write_pipe, WriteSubprocessPipeProto
                else:
                    connect, kind = self._loop.connect_read_pipe, ReadSubprocessPipeProto
                made = await connect(lambda: kind(self, number), stream)
                self._pipes[number] = made[1]
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            failure = exc
        else:
            pending, self._pending_calls = self._pending_calls, None
            for callback, args in [(self._protocol.connection_made, (self,)), *pending]:
                self._loop.call_soon(callback, *args)
        self._connecting = None
        if waiter is None or waiter.cancelled():
            return
        if failure is not None:
            waiter.set_exception(failure)
        else:
            waiter.set_result(None)

    def _call(self, callback, *args):
        if self._pending_calls is None:
            self._loop.call_soon(callback, *args)
        else:
            self._pending_calls.append((callback, args))

    # ---- while it runs ------------------------------------------------------------------------

    def _pipe_data_received(self, fd, data):
        self._call(self._protocol.pipe_data_received, fd, data)

    def _running(self):
        if self._proc is None or self._returncode is not None:
            raise ProcessLookupError()
        return self._proc

    def send_signal(self, signal):
        # Not by the child's own method, which would take its end from whoever watches it.
        try:
            os.kill(self._running().pid, signal)
        except ProcessLookupError:
            if self._proc is None or self._returncode is not None:
                raise

    def terminate(self):
        self.send_signal(SIGTERM)

    def kill(self):
        self.send_signal(SIGKILL)

    # ---- the end ------------------------------------------------------------------------------

    def _pipe_connection_lost(self, fd, exc):
        self._call(self._protocol.pipe_connection_lost, fd, exc)
        self._try_finish()

    def _process_exited(self, returncode):
        self._returncode = returncode
        if self._proc.returncode is None:
            # So that nobody asks the system for it again.
            self._proc.returncode = returncode
        self._call(self._protocol.process_exited)
        self._try_finish()

    def _try_finish(self):
        over = not self._finished and self._returncode is not None
        if over and all(pipe is not None and pipe.disconnected for pipe in self._pipes.values()):
            self._finished = True
            self._call(self._call_connection_lost, None)

    def _call_connection_lost(self, exc):
        try:
            self._protocol.connection_lost(exc)
        finally:
            self._let_go()

    def _let_go(self):
        self._loop = self._proc = self._protocol = None
        waiting = [each for each in self._exit_waiters if not each.done()]
        self._exit_waiters.clear()
        for each in waiting:
            each.set_result(self._returncode)

    async def _wait(self):
        """The return code, once the child has ended and its pipes are closed."""
        if self._returncode is None:
            waiter = self._loop.create_future()
            self._exit_waiters.append(waiter)
            return await waiter
        return self._returncode

    def close(self):
        if self._closed:
            return
        self._closed = True
        for pipe in self._pipes.values():
            if pipe is not None and pipe.pipe is not None:
                pipe.pipe.close()
        child = self._proc
        if child is not None and self._returncode is None and child.poll() is None:
            # Nobody would watch a child that is left behind.
            try:
                child.kill()
            except (ProcessLookupError, PermissionError):
                pass

    def __del__(self):
        if not self._closed:
            _warn_unclosed(self)
            self.close()


class _UnixSubprocessTransport(BaseSubprocessTransport):
    """A child that is a Popen."""

    _ended = None

    def _start(self, args, shell, stdin, stdout, stderr, bufsize, **kwargs):
        self._proc = subprocess.Popen(
            args, shell=shell, stdin=stdin, stdout=stdout, stderr=stderr, bufsize=bufsize,
            universal_newlines=False, **kwargs)

    def _watch(self, connecting):
        """Hear of the end of the child, through a descriptor that is nobody else's."""
        self._ended = os.dup(self._proc._ended)
        self._loop.add_reader(self._ended, self._child_ended)

    def _child_ended(self):
        ended, self._ended = self._ended, None
        self._loop.remove_reader(ended)
        os.close(ended)
        child = self._proc
        if child.returncode is None:
            child.returncode = _reap(child.pid)
        # Not before what the child has written, which may be waiting for the pipes to be connected.
        self._call(self._loop.call_soon, self._process_exited, child.returncode)

    def __del__(self):
        super().__del__()
        if self._ended is not None:
            os.close(self._ended)


def _chosen_watcher():
    """The watcher of child processes that the program has put in force, if any."""
    policy = events._event_loop_policy
    if policy is None or isinstance(policy, events.DefaultEventLoopPolicy):
        return getattr(policy, '_watcher', None)
    get = type(policy).get_child_watcher
    return None if get is events.AbstractEventLoopPolicy.get_child_watcher else get(policy)


def _told_of_end(pid, returncode, transport):
    # From another thread, or out of any callback.
    transport._loop.call_soon_threadsafe(transport._process_exited, returncode)


def _started(loop, protocol, args, shell, streams, options):
    """A transport of a new child whose end will be heard of, and a future for its connection."""
    waiter = loop.create_future()

    def start():
        return _UnixSubprocessTransport(loop, protocol, args, shell, *streams, 0, waiter=waiter,
                                        **options)

    watcher = _chosen_watcher()
    if watcher is None:
        transport = start()
        # After the pipes, so that a child's last words come before its end, however soon that is.
        transport._connecting.add_done_callback(transport._watch)
        return transport, waiter
    with watcher:
        if not watcher.is_active():
            raise RuntimeError('asyncio.get_child_watcher() is not activated, subprocess support is '
                               'not installed.')
        transport = start()
        watcher.add_child_handler(transport.get_pid(), _told_of_end, transport)
    return transport, waiter


async def _run(loop, protocol, args, shell, streams, options):
    transport, waiter = _started(loop, protocol, args, shell, streams, options)
    try:
        await waiter
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException:
        transport.close()
        await transport._wait()
        raise
    return transport, protocol


def _check(universal_newlines, shell, wanted, bufsize, text, encoding, errors):
    # Each with the only value that it may have.
    for name, fits, only in (
            ('universal_newlines', not universal_newlines, False),
            ('shell', bool(shell) is wanted, wanted), ('bufsize', bufsize == 0, 0),
            ('text', not text, False), ('encoding', encoding is None, None),
            ('errors', errors is None, None)):
        if not fits:
            raise ValueError(f'{name} must be {only}')


class BaseEventLoop:
    """The methods of a loop that start processes."""

    async def subprocess_shell(self, protocol_factory, cmd, *, stdin=PIPE, stdout=PIPE,
                               stderr=PIPE, universal_newlines=False, shell=True, bufsize=0,
                               encoding=None, errors=None, text=None, **kwargs):
        """Run a command of the shell: a pair (transport, protocol)."""
        if not isinstance(cmd, (bytes, str)):
            raise ValueError('cmd must be a string')
        _check(universal_newlines, shell, True, bufsize, text, encoding, errors)
        return await _run(self, protocol_factory(), cmd, True, (stdin, stdout, stderr), kwargs)

    async def subprocess_exec(self, protocol_factory, program, *args, stdin=PIPE, stdout=PIPE,
                              stderr=PIPE, universal_newlines=False, shell=False, bufsize=0,
                              encoding=None, errors=None, text=None, **kwargs):
        """Run a program: a pair (transport, protocol)."""
        _check(universal_newlines, shell, False, bufsize, text, encoding, errors)
        return await _run(self, protocol_factory(), (program, *args), False,
                          (stdin, stdout, stderr), kwargs)
