# Processes, seen from the program that starts them and from themselves.

import itertools
import os
import sys
from _thread import allocate_lock

from _processes import wait as _wait_for_end

_children = set()
# Functions to be called before this process ends: queues write what is left.
_before_end = []
# Held while a child is asked for its end, which it says once.
_asking = allocate_lock()


class Owned:
    """A descriptor that is closed when this goes; those of a parent are closed in copies of it."""

    all = set()

    def __init__(self, fd):
        self.fd = fd
        self.all.add(fd)

    def close(self):
        if self.fd in self.all:
            self.all.discard(self.fd)
            os.close(self.fd)

    __del__ = close

    @classmethod
    def leave_behind(cls):
        """In a copy of the parent: close them all."""
        for fd in cls.all:
            os.close(fd)
        cls.all.clear()


def current_process():
    """The object for the process that this is."""
    return _current


def parent_process():
    """The object for the process that has started this one; None in the first one."""
    return _current._parent


def active_children():
    """A list of the children that have not ended."""
    for child in list(_children):
        child._ask()
    return list(_children)


def _state_name(process):
    if process._is_closed:
        return 'closed'
    if process is _current:
        return 'started'
    if process._parent_pid != os.getpid():
        return 'unknown'
    if process._pid is None:
        return 'initial'
    code = process._ask()
    if code is None:
        return 'started'
    import signal
    try:
        return f'stopped exitcode=-{signal.Signals(-code).name}' if code < 0 else f'stopped exitcode={code}'
    except ValueError:
        return f'stopped exitcode={code}'


class BaseProcess:
    """Work that runs in a process of its own."""

    _pid = _code = _ended = None
    _is_closed = False
    _parent = None

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        number = next(_current._numbers)
        self._identity = _current._identity + (number,)
        self._parent_pid, self._parent_name = os.getpid(), _current.name
        self._settings = dict(_current._settings)
        self._target, self._args, self._kwargs = target, tuple(args), dict(kwargs)
        self._name = name or f'{type(self).__name__}-{":".join(map(str, self._identity))}'
        if daemon is not None:
            self.daemon = daemon

    def _check_open(self):
        if self._is_closed:
            raise ValueError('process object is closed')

    def _check_own(self, verb):
        self._check_open()
        assert self._parent_pid == os.getpid(), f'can only {verb} a child process'
        assert self._pid is not None, f'can only {verb} a started process'

    def __repr__(self):
        pid = '' if self._pid is None or self._is_closed else f' pid={self._pid}'
        daemon = ' daemon' if self.daemon else ''
        return (f'<{type(self).__name__} name={self._name!r}{pid} parent={self._parent_pid} '
                f'{_state_name(self)}{daemon}>')

    def run(self):
        """What is done in the process; calls the target."""
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        """Start the process."""
        self._check_open()
        assert self._pid is None, 'cannot start a process twice'
        assert self._parent_pid == os.getpid(), 'can only start a process object created by current process'
        assert not _current.daemon, 'daemonic processes are not allowed to have children'
        active_children()
        _see_to_the_end()
        self._start()
        # The process has them now; here they would only be kept alive.
        del self._target, self._args, self._kwargs
        _children.add(self)

    def _began(self, pid, ended, held):
        """The process runs; ended becomes readable at its end, held does so there when this one ends."""
        self._pid, self._ended, self._held = pid, Owned(ended), Owned(held)

    def _ask(self):
        """The exit code, None while the process runs."""
        with _asking:
            if self._code is None and self._pid is not None and self._parent_pid == os.getpid():
                try:
                    pid, status = os.waitpid(self._pid, os.WNOHANG)
                except ChildProcessError:
                    # Somebody else has asked; what it was is lost.
                    pid, status = self._pid, 255 << 8
                if pid:
                    self._code = os.waitstatus_to_exitcode(status)
                    _children.discard(self)
            return self._code

    def join(self, timeout=None):
        """Wait until the process has ended, or the time is over."""
        self._check_own('join')
        if self._ask() is None and _wait_for_end(self._ended.fd, timeout):
            self._ask()

    def is_alive(self):
        """Whether the process runs."""
        self._check_open()
        if self is _current:
            return True
        assert self._parent_pid == os.getpid(), 'can only test a child process'
        return self._pid is not None and self._ask() is None

    def _signal(self, name):
        self._check_open()
        if self._ask() is None and self._pid is not None:
            import signal
            try:
                os.kill(self._pid, getattr(signal, name))
            except ProcessLookupError:
                pass

    def terminate(self):
        """End the process by SIGTERM."""
        self._signal('SIGTERM')

    def kill(self):
        """End the process by SIGKILL."""
        self._signal('SIGKILL')

    def close(self):
        """Give back what the object holds; the process must have ended."""
        if self._is_closed:
            return
        if self._pid is not None:
            if self._ask() is None:
                raise ValueError('Cannot close a process while it is still running. '
                                 'You should first call join() or terminate().')
            self._ended.close()
        self._is_closed = True

    @property
    def name(self):
        """The name of the process, which has no meaning."""
        return self._name

    @name.setter
    def name(self, name):
        assert isinstance(name, str), 'name must be a string'
        self._name = name

    @property
    def daemon(self):
        """Whether the process is ended when this one ends."""
        return self._settings.get('daemon', False)

    @daemon.setter
    def daemon(self, is_daemon):
        assert self._pid is None, 'process has already started'
        self._settings['daemon'] = is_daemon

    @property
    def authkey(self):
        """The key with which processes make themselves known to each other."""
        if 'authkey' not in self._settings:
            self._settings['authkey'] = os.urandom(32)
        return self._settings['authkey']

    @authkey.setter
    def authkey(self, key):
        self._settings['authkey'] = bytes(key)

    @property
    def exitcode(self):
        """The exit code, below zero the signal that ended it; None while the process runs."""
        self._check_open()
        return None if self is _current else self._ask()

    @property
    def ident(self):
        """The number of the process; None before it is started."""
        self._check_open()
        return os.getpid() if self is _current else self._pid

    pid = ident

    @property
    def sentinel(self):
        """A descriptor that becomes readable when the process ends."""
        self._check_open()
        if self._ended is None:
            raise ValueError('process not started')
        return self._ended.fd

    # In the process itself.

    def _live(self, parent_alive=None):
        """The process from its beginning to its end: its exit code."""
        global _asking, _current
        _asking = allocate_lock()
        _children.clear()
        _before_end.clear()
        self._parent = _ParentProcess(self._parent_name, self._parent_pid, parent_alive)
        self._numbers, _current = itertools.count(1), self
        sys.stdin = open(os.devnull)
        code = 1
        try:
            try:
                self.run()
                code = 0
            finally:
                _end()
        except SystemExit as error:
            code = _code_of(error.code)
        except BaseException as error:
            code = 1
            _show(self, error)
        finally:
            import threading
            threading._shutdown()
            _flush()
        return code


def _code_of(value):
    if value is None:
        return 0
    if isinstance(value, int):
        return value
    print(value, file=sys.stderr)
    return 1


def _show(process, error):
    import traceback
    where = error.__traceback__
    # The frames of this file say nothing.
    while where is not None and where.tb_frame.f_globals is globals():
        where = where.tb_next
    print(f'Process {process.name}:', file=sys.stderr)
    traceback.print_exception(error.with_traceback(where))


def _flush():
    for stream in sys.stdout, sys.stderr:
        try:
            stream.flush()
        except (AttributeError, ValueError, OSError):
            pass


_end_of = None


def _see_to_the_end():
    global _end_of
    if _end_of != os.getpid():
        import atexit
        atexit.register(_end)
        _end_of = os.getpid()


def _end():
    """Before this process ends: daemons are ended, others waited for, queues written out."""
    for child in active_children():
        if child.daemon:
            child.terminate()
    for child in active_children():
        child.join()
    while _before_end:
        _before_end.pop()()


class _ParentProcess(BaseProcess):
    """The process that has started this one."""

    def __init__(self, name, pid, alive):
        self._name, self._pid, self._alive = name, pid, alive
        self._parent_pid, self._settings, self._identity = None, {}, ()

    def is_alive(self):
        """Whether the process runs."""
        return not _wait_for_end(self._alive, 0)

    def join(self, timeout=None):
        """Wait until the process has ended, or the time is over."""
        _wait_for_end(self._alive, timeout)

    @property
    def ident(self):
        return self._pid

    pid = ident

    @property
    def sentinel(self):
        return self._alive


class _MainProcess(BaseProcess):
    """The process that the program was started as."""

    def __init__(self):
        self._identity, self._name, self._parent_pid, self._settings = (), 'MainProcess', None, {}
        self._numbers = itertools.count(1)


_current = _MainProcess()
