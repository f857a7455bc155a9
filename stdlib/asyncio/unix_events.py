# What the loop does on Unix alone: sockets in the file system, files that the system sends by itself,
# and watchers of child processes. The loop itself hears of the end of its children by descriptors of the
# system; a watcher has a part only where a program has chosen one.

import errno
import os
import signal
import socket
import sys
import threading
import warnings
from os import waitstatus_to_exitcode

from _asyncio import get_running_loop
from asyncio import SelectorEventLoop, base_events, selector_events
from asyncio.base_events import BaseEventLoop
from asyncio.events import _UnixDefaultEventLoopPolicy
from asyncio.exceptions import SendfileNotAvailableError

__all__ = ('SelectorEventLoop', 'AbstractChildWatcher', 'SafeChildWatcher', 'FastChildWatcher',
           'PidfdChildWatcher', 'MultiLoopChildWatcher', 'ThreadedChildWatcher',
           'DefaultEventLoopPolicy', 'EventLoop')

_UnixSelectorEventLoop = EventLoop = SelectorEventLoop
DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy

_NOBODY_KNOWS = 255

# As much as one call of the system is asked to send.
_MOST = 1 << 30


def can_use_pidfd():
    """Whether the system has descriptors for processes."""
    try:
        os.close(os.pidfd_open(os.getpid(), 0))
    except (AttributeError, OSError):
        return False
    return True


def _say(level, text, *args, exc_info=False):
    """To asyncio's logger; without `logging` as it would do unconfigured."""
    try:
        from asyncio.log import logger
    except ImportError:
        sys.stderr.write(text % args + '\n')
    else:
        getattr(logger, level)(text, *args, exc_info=exc_info)


def _outcome(pid, options=0):
    """(number, return code) of a child that has ended; None for the code while it runs. The third
    is whether the code could be learnt."""
    try:
        found, status = os.waitpid(pid, options)
    except ChildProcessError:
        # It was asked for elsewhere.
        return pid, _NOBODY_KNOWS, False
    if found == 0:
        return pid, None, True
    return found, _code_of(status), True


def _code_of(status):
    try:
        return waitstatus_to_exitcode(status)
    except ValueError:
        # Neither an exit nor a signal: passed on as it is.
        return status


_FAILED = 'Unknown exception in SIGCHLD handler'


def _look(ask, report):
    """Ask for children; what goes wrong is reported, unless it is to end the program."""
    try:
        ask()
    except Exception as exc:
        report(exc)


def _warn_of_deprecation(name):
    # At the line that makes the watcher.
    warnings.warn(f'{name!r} is deprecated as of Python 3.12 and will be removed in Python 3.14.',
                  DeprecationWarning, 3)


class AbstractChildWatcher:
    """What a watcher of child processes has to do; each part is written by those below."""

    def __init_subclass__(cls):
        if cls.__module__ != __name__:
            warnings.warn("'AbstractChildWatcher' is deprecated as of Python 3.12 and will be removed "
                          'in Python 3.14.', DeprecationWarning, 2)

    def add_child_handler(self, pid, callback, *args):
        """Have callback(pid, returncode, *args) called when the child has ended."""
        raise NotImplementedError

    def remove_child_handler(self, pid):
        """Forget a child; whether it was known."""
        raise NotImplementedError

    def attach_loop(self, loop):
        """Make this the loop in which children are watched; None for no loop."""
        raise NotImplementedError

    def close(self):
        """Give everything back."""
        raise NotImplementedError

    def is_active(self):
        """Whether children can be started now."""
        raise NotImplementedError

    def __enter__(self):
        """Children are only started within the context."""
        raise NotImplementedError

    def __exit__(self, a, b, c):
        raise NotImplementedError


class _Unattached(AbstractChildWatcher):
    """A watcher that needs no preparation and belongs to no loop."""

    def is_active(self):
        return True

    def attach_loop(self, loop):
        pass

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_traceback):
        pass


class PidfdChildWatcher(_Unattached):
    """Hears of the end of a child through a descriptor of the system in the running loop."""

    def add_child_handler(self, pid, callback, *args):
        ended = os.pidfd_open(pid)
        loop = get_running_loop()
        loop.add_reader(ended, self._child_ended, loop, ended, pid, callback, args)

    def _child_ended(self, loop, ended, pid, callback, args):
        loop.remove_reader(ended)
        _, code, is_sure = _outcome(pid)
        os.close(ended)
        if not is_sure:
            _say('warning', 'child process pid %d exit status already read: will report returncode '
                            '255', pid)
        callback(pid, code, *args)

    def remove_child_handler(self, pid):
        # The loop forgets by itself.
        return True


class ThreadedChildWatcher(_Unattached):
    """A thread for each child, which waits for its end."""

    def __init__(self):
        self._started = 0
        self._threads = {}

    def _alive(self):
        return [thread for thread in list(self._threads.values()) if thread.is_alive()]

    def __del__(self, _warn=warnings.warn):
        if self._alive():
            _warn(f'{self.__class__} has registered but not finished child processes',
                  ResourceWarning, source=self)

    def add_child_handler(self, pid, callback, *args):
        loop = get_running_loop()
        self._started += 1
        thread = self._threads[pid] = threading.Thread(
            target=self._wait_for, args=(loop, pid, callback, args), daemon=True,
            name=f'asyncio-waitpid-{self._started - 1}')
        thread.start()

    def _wait_for(self, loop, pid, callback, args):
        _, code, is_sure = _outcome(pid)
        if not is_sure:
            _say('warning', 'Unknown child process pid %d, will report returncode 255', pid)
        if loop.is_closed():
            _say('warning', 'Loop %r that handles pid %r is closed', loop, pid)
        else:
            loop.call_soon_threadsafe(callback, pid, code, *args)
        self._threads.pop(pid, None)

    def remove_child_handler(self, pid):
        # A thread cannot be taken back.
        return True


class BaseChildWatcher(AbstractChildWatcher):
    """A watcher that a signal in the main thread's loop tells of children."""

    def __init__(self):
        self._loop = None
        self._callbacks = {}

    def close(self):
        self.attach_loop(None)

    def is_active(self):
        return self._loop is not None and self._loop.is_running()

    def _do_waitpid(self, expected_pid):
        raise NotImplementedError

    def _do_waitpid_all(self):
        raise NotImplementedError

    def attach_loop(self, loop):
        left, self._loop = self._loop, loop
        if left is not None:
            self._leave(left)
        if loop is not None:
            loop.add_signal_handler(signal.SIGCHLD, self._sig_chld)
            # Children may have ended while nobody listened.
            self._do_waitpid_all()

    def _leave(self, loop):
        if self._loop is None and self._callbacks:
            warnings.warn('A loop is being detached from a child watcher with pending handlers',
                          RuntimeWarning, 3)
        loop.remove_signal_handler(signal.SIGCHLD)

    def _sig_chld(self):
        _look(self._do_waitpid_all, self._report)

    def _report(self, exc):
        if self._loop is not None:
            self._loop.call_exception_handler({'message': _FAILED, 'exception': exc})

    def _tell(self, pid, code):
        """Call the handler of a child; False if there is none."""
        known = self._callbacks.pop(pid, None)
        if known is None:
            return False
        callback, args = known
        callback(pid, code, *args)
        return True


class SafeChildWatcher(BaseChildWatcher):
    """Asks for each of its children by number, so that those of others are left alone."""

    def __init__(self):
        super().__init__()
        _warn_of_deprecation('SafeChildWatcher')

    def close(self):
        self._callbacks.clear()
        super().close()

    def __enter__(self):
        return self

    def __exit__(self, a, b, c):
        pass

    def add_child_handler(self, pid, callback, *args):
        self._callbacks[pid] = callback, args
        # It may have ended before.
        self._do_waitpid(pid)

    def remove_child_handler(self, pid):
        return self._callbacks.pop(pid, None) is not None

    def _do_waitpid_all(self):
        for pid in list(self._callbacks):
            self._do_waitpid(pid)

    def _do_waitpid(self, expected_pid):
        pid, code, is_sure = _outcome(expected_pid, os.WNOHANG)
        if code is None:
            return
        if not is_sure:
            _say('warning', 'Unknown child process pid %d, will report returncode 255', pid)
        self._tell(pid, code)


class FastChildWatcher(BaseChildWatcher):
    """Takes in whatever child has ended, also those that others have started."""

    def __init__(self):
        super().__init__()
        self._lock = threading.Lock()
        # Children that ended within a context, before anybody could name a handler.
        self._zombies = {}
        self._contexts = 0
        _warn_of_deprecation('FastChildWatcher')

    def close(self):
        self._callbacks.clear()
        self._zombies.clear()
        super().close()

    def __enter__(self):
        with self._lock:
            self._contexts += 1
        return self

    def __exit__(self, a, b, c):
        with self._lock:
            self._contexts -= 1
            unclaimed = {} if self._contexts else self._zombies
            if unclaimed:
                self._zombies = {}
        if unclaimed:
            _say('warning', 'Caught subprocesses termination from unknown pids: %s', unclaimed)

    def add_child_handler(self, pid, callback, *args):
        assert self._contexts, 'Must use the context manager'
        with self._lock:
            if pid not in self._zombies:
                self._callbacks[pid] = callback, args
                return
            code = self._zombies.pop(pid)
        callback(pid, code, *args)

    def remove_child_handler(self, pid):
        return self._callbacks.pop(pid, None) is not None

    def _do_waitpid_all(self):
        while True:
            pid, code, is_sure = _outcome(-1, os.WNOHANG)
            if code is None or not is_sure:
                return
            with self._lock:
                is_ours = pid in self._callbacks
                if not is_ours and self._contexts:
                    self._zombies[pid] = code
                    continue
            if not (is_ours and self._tell(pid, code)):
                _say('warning', 'Caught subprocess termination from unknown pid: %d -> %d', pid, code)


class MultiLoopChildWatcher(AbstractChildWatcher):
    """A signal handler of the process tells several loops of their children."""

    def __init__(self):
        self._callbacks = {}
        self._before = None
        _warn_of_deprecation('MultiLoopChildWatcher')

    def is_active(self):
        return self._before is not None

    def close(self):
        self._callbacks.clear()
        before, self._before = self._before, None
        if before is None:
            return
        if signal.getsignal(signal.SIGCHLD) != self._sig_chld:
            _say('warning', 'SIGCHLD handler was changed by outside code')
        else:
            signal.signal(signal.SIGCHLD, before)

    def attach_loop(self, loop):
        if self._before is None:
            self._before = signal.signal(signal.SIGCHLD, self._sig_chld) or signal.SIG_DFL
            signal.siginterrupt(signal.SIGCHLD, False)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        pass

    def add_child_handler(self, pid, callback, *args):
        self._callbacks[pid] = get_running_loop(), callback, args
        self._do_waitpid(pid)

    def remove_child_handler(self, pid):
        return self._callbacks.pop(pid, None) is not None

    def _do_waitpid_all(self):
        for pid in list(self._callbacks):
            self._do_waitpid(pid)

    def _do_waitpid(self, expected_pid):
        pid, code, is_sure = _outcome(expected_pid, os.WNOHANG)
        known = self._callbacks.pop(pid, None) if code is not None else None
        if known is None:
            return
        loop, callback, args = known
        if loop.is_closed():
            _say('warning', 'Loop %r that handles pid %r is closed', loop, pid)
            return
        if not is_sure:
            _say('warning', 'Unknown child process pid %d, will report returncode %d', pid, code)
        loop.call_soon_threadsafe(callback, pid, code, *args)

    def _sig_chld(self, signum, frame):
        _look(self._do_waitpid_all, lambda exc: _say('warning', _FAILED, exc_info=exc))

# ---- sockets in the file system, and files ------------------------------------------------------

def _check_stream(sock):
    if (sock.family, sock.type) != (socket.AF_UNIX, socket.SOCK_STREAM):
        raise ValueError(f'A UNIX Domain Stream Socket was expected, got {sock!r}')


def _is_abstract(path):
    return path[0] in (0, '\x00')


def _remove_stale(path):
    """Make room for a new socket where an old one was left."""
    probe = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        probe.setblocking(False)
        if probe.connect_ex(path) == errno.ECONNREFUSED:
            os.remove(path)
    except OSError:
        pass
    finally:
        probe.close()


def _bound(path):
    """A socket at a path, where what nobody listens to any more gives way."""
    path = os.fspath(path)
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        if not _is_abstract(path):
            _remove_stale(path)
        sock.bind(path)
    except BaseException as exc:
        sock.close()
        if isinstance(exc, OSError) and exc.errno == errno.EADDRINUSE:
            raise OSError(exc.errno, f'Address {path!r} is already in use') from None
        raise
    return sock


# Paths of listening sockets with the numbers of their files, by loop and descriptor.
_listening = {}


def _note_file(loop, sock):
    path = sock.getsockname()
    if path and not _is_abstract(path):
        try:
            _listening[id(loop), sock.fileno()] = path, os.stat(path).st_ino
        except OSError:
            # It is gone again.
            pass


def _forget_file(loop, fd):
    """Remove the file of a socket that no longer listens, unless another has its place."""
    known = _listening.pop((id(loop), fd), None)
    if known is not None:
        path, number = known
        try:
            if os.stat(path).st_ino == number:
                os.unlink(path)
        except FileNotFoundError:
            pass
        except OSError as exc:
            _say('error', 'Unable to clean up listening UNIX socket %r: %r', path, exc)


def _refuse_both(path, sock):
    if path is not None and sock is not None:
        raise ValueError('path and sock can not be specified at the same time')


def _regular_file(file):
    """Descriptor and size of a file that the system can send by itself."""
    try:
        fd = file.fileno()
        return fd, os.fstat(fd).st_size
    except (AttributeError, OSError):
        raise SendfileNotAvailableError('not a regular file') from None


class _UnixMethods:
    """Methods of the native loop: `self` is one."""

    async def create_unix_connection(self, protocol_factory, path=None, *, ssl=None, sock=None,
                                     server_hostname=None, ssl_handshake_timeout=None,
                                     ssl_shutdown_timeout=None):
        """Connect to a socket in the file system: a pair (transport, protocol)."""
        if server_hostname is not None and not ssl:
            raise ValueError('server_hostname is only meaningful with ssl')
        if ssl and server_hostname is None:
            raise ValueError('you have to pass server_hostname when using ssl')
        base_events._check_ssl(ssl, ssl_handshake_timeout=ssl_handshake_timeout,
                               ssl_shutdown_timeout=ssl_shutdown_timeout)
        _refuse_both(path, sock)
        if path is None:
            if sock is None:
                raise ValueError('no path and sock were specified')
            _check_stream(sock)
        else:
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0)
            try:
                sock.setblocking(False)
                await self.sock_connect(sock, os.fspath(path))
            except BaseException:
                sock.close()
                raise
        return await BaseEventLoop._make_connection(
            self, protocol_factory, sock, ssl, server_hostname=server_hostname,
            ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)

    async def create_unix_server(
            self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None,
            ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True,
            cleanup_socket=True):
        """A server on a socket in the file system."""
        if isinstance(ssl, bool):
            raise TypeError('ssl argument must be an SSLContext or None')
        base_events._check_ssl(ssl, ssl_handshake_timeout=ssl_handshake_timeout,
                               ssl_shutdown_timeout=ssl_shutdown_timeout)
        _refuse_both(path, sock)
        if path is not None:
            sock = _bound(path)
        elif sock is None:
            raise ValueError('path was not specified, and no sock specified')
        else:
            _check_stream(sock)
        sock.setblocking(False)
        if cleanup_socket:
            _note_file(self, sock)
        server = base_events.Server(self, [sock], protocol_factory, ssl, backlog,
                                    ssl_handshake_timeout, ssl_shutdown_timeout)
        if start_serving:
            await server.start_serving()
        return server

    async def _sock_sendfile_native(self, sock, file, offset, count):
        if not hasattr(os, 'sendfile'):
            raise SendfileNotAvailableError('os.sendfile() is not available')
        fd, size = _regular_file(file)
        left, at = size if count is None else count, offset
        try:
            while left > 0:
                try:
                    sent = os.sendfile(sock.fileno(), fd, at, min(left, _MOST))
                except (BlockingIOError, InterruptedError):
                    await selector_events._until_ready(self, sock.fileno(), True)
                    continue
                except OSError:
                    if at == offset:
                        # It may be a file of a kind that cannot be sent so.
                        raise SendfileNotAvailableError('os.sendfile call failed') from None
                    raise
                if sent == 0:
                    break
                at += sent
                left -= sent
            return at - offset
        finally:
            if at > offset:
                os.lseek(fd, at, os.SEEK_SET)
