# What processes wait for each other with. All of it is made of counters of the system, which any
# process that holds one can wait for.

import os
import threading

from _processes import wait as _wait_for
from multiprocessing.starting import hand_over, taken_over

_MOST = 0x7fffffff


class _Counter:
    """A number that processes share: taking one waits until there is one."""

    def __init__(self, value):
        self._fd = os.eventfd(value, os.EFD_SEMAPHORE | os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    def __del__(self):
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)

    def __getstate__(self):
        hand_over(self, self._fd)
        return self._fd

    def __setstate__(self, fd):
        taken_over(fd)
        self._fd = fd

    def add(self):
        os.eventfd_write(self._fd, 1)

    def take(self, block=True, timeout=None):
        """Take one off; whether there was one in time."""
        if timeout is not None:
            import time
            end = time.monotonic() + max(0, timeout)
        while True:
            try:
                os.eventfd_read(self._fd)
                return True
            except BlockingIOError:
                if not block:
                    return False
            left = None if timeout is None else max(0, end - time.monotonic())
            if not _wait_for(self._fd, left):
                return False

    def is_zero(self):
        return not _wait_for(self._fd, 0)

    def value(self):
        with open(f'/proc/self/fdinfo/{self._fd}') as file:
            for line in file:
                if line.startswith('eventfd-count:'):
                    return int(line.split()[1], 16)
        raise NotImplementedError


class _Shared:
    # Objects that get to a process only while it is started.

    def __getstate__(self):
        from multiprocessing.context import assert_spawning
        assert_spawning(self)
        return self.__dict__

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()


class Semaphore(_Shared):
    """A number of permits, to be acquired and released by any process."""

    def __init__(self, value=1, *, ctx=None):
        if not 0 <= value <= _MOST:
            raise ValueError('semaphore initial value out of range' if value < 0 else 'value too large')
        self._counter = _Counter(value)

    def acquire(self, block=True, timeout=None):
        """Take a permit, waiting for one if need be; whether there was one in time."""
        return self._counter.take(block, timeout)

    def release(self):
        """Give a permit back."""
        self._counter.add()

    def get_value(self):
        """The number of permits that are left."""
        return self._counter.value()

    def locked(self):
        """Whether no permit is left."""
        return self._counter.is_zero()

    def __repr__(self):
        return f'<{type(self).__name__}(value={self.get_value()})>'


class BoundedSemaphore(Semaphore):
    """A semaphore that is not released more often than acquired."""

    def __init__(self, value=1, *, ctx=None):
        super().__init__(value)
        self._bound = value

    def release(self):
        """Give a permit back."""
        if self.get_value() >= self._bound:
            raise ValueError('semaphore or lock released too many times')
        super().release()

    def __repr__(self):
        return f'<{type(self).__name__}(value={self.get_value()}, maxvalue={self._bound})>'


class Lock(Semaphore):
    """A lock: one process has it at a time, and any may give it back."""

    def __init__(self, *, ctx=None):
        super().__init__(1)

    def release(self):
        """Give the lock back."""
        if not self._counter.is_zero():
            raise ValueError('semaphore or lock released too many times')
        super().release()

    def __repr__(self):
        return f'<{type(self).__name__}(owner={"None" if not self.locked() else "SomeOtherProcess"})>'


class RLock(_Shared):
    """A lock that the thread which has it may take again."""

    def __init__(self, *, ctx=None):
        self._lock, self._owner, self._depth = Lock(), None, 0

    def _is_own(self):
        return self._owner == (os.getpid(), threading.get_ident())

    def acquire(self, block=True, timeout=None):
        """Take the lock, waiting for it if need be; whether it was there in time."""
        if not self._is_own():
            if not self._lock.acquire(block, timeout):
                return False
            self._owner, self._depth = (os.getpid(), threading.get_ident()), 0
        self._depth += 1
        return True

    def release(self):
        """Give the lock back, as often as it was taken."""
        if not self._is_own():
            raise AssertionError('attempt to release recursive lock not owned by thread')
        self._depth -= 1
        if not self._depth:
            self._owner = None
            self._lock.release()

    def locked(self):
        """Whether somebody has the lock."""
        return self._lock.locked()

    def __repr__(self):
        owner = 'SomeOtherProcess' if self.locked() else 'None'
        return f'<{type(self).__name__}({owner}, {self._depth if self._is_own() else 0})>'


class Condition(_Shared):
    """Processes wait, with a lock given back, until another one tells them."""

    def __init__(self, lock=None, *, ctx=None):
        self._lock = lock or RLock()
        # How many wait and have not been told; how many have been told and not gone on.
        self._waiting, self._told = _Counter(0), _Counter(0)

    def acquire(self, *args, **kwargs):
        """Take the lock."""
        return self._lock.acquire(*args, **kwargs)

    def release(self):
        """Give the lock back."""
        self._lock.release()

    def wait(self, timeout=None):
        """Wait until told; whether that was in time."""
        depth = 1
        if isinstance(self._lock, RLock):
            assert self._lock._is_own(), 'must acquire() condition before using wait()'
            depth = self._lock._depth
        self._waiting.add()
        for _ in range(depth):
            self._lock.release()
        try:
            if self._told.take(True, timeout):
                return True
            # If nobody counts this one as waiting any more, it is being told.
            return not self._waiting.take(False) and self._told.take()
        finally:
            for _ in range(depth):
                self._lock.acquire()

    def wait_for(self, predicate, timeout=None):
        """Wait until the predicate holds; what it returned."""
        import time
        end = None if timeout is None else time.monotonic() + timeout
        while not (result := predicate()):
            left = None if end is None else end - time.monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
        return result

    def notify(self, n=1):
        """Tell that many of those who wait."""
        if isinstance(self._lock, RLock):
            assert self._lock._is_own(), 'lock is not owned'
        while n > 0 and self._waiting.take(False):
            self._told.add()
            n -= 1

    def notify_all(self):
        """Tell all who wait."""
        self.notify(_MOST)


class Event(_Shared):
    """Something that has happened or not."""

    def __init__(self, *, ctx=None):
        # One while it has happened. The lock is held while that changes.
        self._happened, self._changing = _Counter(0), Lock()

    def is_set(self):
        """Whether it has happened."""
        return not self._happened.is_zero()

    def set(self):
        """It has happened: whoever waits goes on."""
        with self._changing:
            if self._happened.is_zero():
                self._happened.add()

    def clear(self):
        """It has not happened."""
        with self._changing:
            self._happened.take(False)

    def wait(self, timeout=None):
        """Wait until it happens; whether it has in time."""
        return _wait_for(self._happened._fd, timeout)

    def __repr__(self):
        return f'<{type(self).__qualname__} at {id(self):#x} {"set" if self.is_set() else "unset"}>'


class Barrier(threading.Barrier):
    """A barrier that processes share needs memory that they share."""

    def __init__(self, parties, action=None, timeout=None, *, ctx=None):
        raise NotImplementedError('there is no barrier that processes share')
