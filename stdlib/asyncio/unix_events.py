# The loop of Unix systems by its CPython name, and watchers of child processes. The loop itself hears
# of the end of its children by descriptors of the system; a watcher has a part only where a program
# has chosen one.

import os
import signal
import sys
import threading
import warnings
from os import waitstatus_to_exitcode

from _asyncio import get_running_loop
from asyncio import SelectorEventLoop
from asyncio.events import _UnixDefaultEventLoopPolicy

__all__ = ('SelectorEventLoop', 'AbstractChildWatcher', 'SafeChildWatcher', 'FastChildWatcher',
           'PidfdChildWatcher', 'MultiLoopChildWatcher', 'ThreadedChildWatcher',
           'DefaultEventLoopPolicy', 'EventLoop')

_UnixSelectorEventLoop = EventLoop = SelectorEventLoop
DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy

_NOBODY_KNOWS = 255


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
        before, self._loop = self._loop, loop
        if loop is None and before is not None and self._callbacks:
            warnings.warn('A loop is being detached from a child watcher with pending handlers',
                          RuntimeWarning)
        if before is not None:
            before.remove_signal_handler(signal.SIGCHLD)
        if loop is not None:
            loop.add_signal_handler(signal.SIGCHLD, self._sig_chld)
            # Children may have ended while nobody listened.
            self._do_waitpid_all()

    def _sig_chld(self):
        try:
            self._do_waitpid_all()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            loop = self._loop
            if loop is not None:
                loop.call_exception_handler({
                    'message': 'Unknown exception in SIGCHLD handler', 'exception': exc})

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
        try:
            self._do_waitpid_all()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:
            _say('warning', 'Unknown exception in SIGCHLD handler', exc_info=True)
