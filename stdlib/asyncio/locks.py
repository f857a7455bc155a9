# Event, Lock, Condition, Semaphore, BoundedSemaphore, Barrier. Nothing here runs on a switch of tasks
# that does not have to wait.

from _asyncio import (
    get_running_loop, _about_to_wait, _holder, CancelledError, BrokenBarrierError)

__all__ = ('Lock', 'Event', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Barrier')


class _Bound:
    # Belongs to the first loop that has to wait for it, and to no other.
    _loop = None

    def _get_loop(self):
        running = get_running_loop()
        if self._loop is None:
            self._loop = running
        elif self._loop is not running:
            raise RuntimeError(f'{self!r} is bound to a different event loop')
        return running


class _Entered:
    # `async with` acquires and releases.
    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, exc_type, exc, tb):
        self.release()


def _described(self, state):
    base = object.__repr__(self)
    return f'<{base[1:-1]} [{state}]>'


def _resolve_next(waiters):
    # Wakes the first waiter that was neither woken nor cancelled.
    for waiter in waiters:
        if not waiter.done():
            waiter.set_result(True)
            return True
    return False


class Event(_Bound):
    """Tasks wait for it until somebody sets it."""

    def __init__(self):
        self._waiters = {}
        self._value = False

    def __repr__(self):
        state = 'set' if self._value else 'unset'
        if self._waiters:
            state = f'{state}, waiters:{len(self._waiters)}'
        return _described(self, state)

    def is_set(self):
        """Whether the event is set."""
        return self._value

    def set(self):
        """Set the event; everybody who waits goes on."""
        if not self._value:
            self._value = True
            for waiter in self._waiters:
                if not waiter.done():
                    waiter.set_result(True)

    def clear(self):
        """Unset the event; whoever waits from now on blocks."""
        self._value = False

    async def wait(self):
        """Wait until the event is set."""
        if not self._value:
            waiter = self._get_loop().create_future()
            self._waiters[waiter] = None
            try:
                await waiter
            finally:
                del self._waiters[waiter]
        return True


class Lock(_Entered, _Bound):
    """Mutual exclusion for tasks, in the order of their coming."""

    def __init__(self):
        self._waiters = {}
        # While the lock is held: what says who has it.
        self._locked = False

    def __repr__(self):
        state = 'locked' if self._locked else 'unlocked'
        if self._waiters:
            state = f'{state}, waiters:{len(self._waiters)}'
        return _described(self, state)

    def locked(self):
        """Whether the lock is held."""
        return self._locked is not False

    async def acquire(self):
        """Wait until the lock is free, then hold it."""
        # Free is not enough: whoever waits already comes first.
        if self._locked or self._waiters and any(not w.cancelled() for w in self._waiters):
            _about_to_wait(self)
            waiter = self._get_loop().create_future()
            self._waiters[waiter] = None
            try:
                try:
                    await waiter
                finally:
                    del self._waiters[waiter]
            except CancelledError:
                # Woken and cancelled at once: the turn goes to the next one, unless that has it already.
                if not self._locked:
                    self._wake_up_first()
                raise
        self._locked = _holder()
        return True

    def release(self):
        """Give the lock back; the next in line gets it."""
        if not self._locked:
            raise RuntimeError('Lock is not acquired.')
        self._locked = False
        self._wake_up_first()

    def _wake_up_first(self):
        # Only the first is looked at: if it was woken before, it is about to take the lock.
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(True)
            return


class Condition(_Entered, _Bound):
    """Tasks wait, holding a lock, until somebody notifies them."""

    def __init__(self, lock=None):
        self._lock = lock = Lock() if lock is None else lock
        self.acquire, self.release, self.locked = lock.acquire, lock.release, lock.locked
        self._waiters = {}

    def __repr__(self):
        state = 'locked' if self.locked() else 'unlocked'
        if self._waiters:
            state = f'{state}, waiters:{len(self._waiters)}'
        return _described(self, state)

    async def _take_back(self):
        """Holds the lock again, whatever happens meanwhile; a cancellation has to wait."""
        cancelled, is_held = None, False
        while not is_held:
            try:
                is_held = await self.acquire() or True
            except CancelledError as error:
                cancelled = error
        try:
            if cancelled is not None:
                raise cancelled
        finally:
            cancelled = None

    async def wait(self):
        """Release the lock, wait for a notification, hold the lock again."""
        if not self.locked():
            raise RuntimeError('cannot wait on un-acquired lock')
        waiter = self._get_loop().create_future()
        self.release()
        self._waiters[waiter] = None
        try:
            try:
                await waiter
            finally:
                del self._waiters[waiter]
                await self._take_back()
        except BaseException:
            # A notification may have been spent on a waiter that gave up.
            self._notify(1)
            raise
        return True

    async def wait_for(self, predicate):
        """Wait until the predicate is true; gives its value."""
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n=1):
        """Wake at most n of those that wait."""
        if not self.locked():
            raise RuntimeError('cannot notify on un-acquired lock')
        self._notify(n)

    def _notify(self, n):
        for waiter in self._waiters:
            if n <= 0:
                return
            if not waiter.done():
                waiter.set_result(False)
                n -= 1

    def notify_all(self):
        """Wake all that wait."""
        self.notify(len(self._waiters))


class Semaphore(_Entered, _Bound):
    """Lets so many in at a time."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('Semaphore initial value must be >= 0')
        self._waiters = {}
        self._value = value

    def __repr__(self):
        state = 'locked' if self.locked() else f'unlocked, value:{self._value}'
        if self._waiters:
            state = f'{state}, waiters:{len(self._waiters)}'
        return _described(self, state)

    def locked(self):
        """Whether acquire() would have to wait."""
        waiters = self._waiters
        return self._value == 0 or bool(waiters) and any(not w.cancelled() for w in waiters)

    async def acquire(self):
        """Wait for a free place, then take it."""
        if not self.locked():
            self._value -= 1
            return True
        waiter = self._get_loop().create_future()
        self._waiters[waiter] = None
        try:
            try:
                await waiter
            finally:
                del self._waiters[waiter]
        except CancelledError:
            # The place may have been ours already: give it back.
            self._value += waiter.done() and not waiter.cancelled()
            raise
        finally:
            # One release may have been followed by others.
            while self._value > 0 and self._wake_up_next():
                pass
        return True

    def release(self):
        """Free a place; the next in line gets it."""
        self._value += 1
        self._wake_up_next()

    def _wake_up_next(self):
        # The place goes straight to the waiter, so that nobody slips in between.
        if _resolve_next(self._waiters):
            self._value -= 1
            return True
        return False


class BoundedSemaphore(Semaphore):
    """A semaphore that may not be released more often than it was acquired."""

    def __init__(self, value=1):
        self._bound_value = value
        super().__init__(value)

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError('BoundedSemaphore released too many times')
        super().release()


_FILLING, _DRAINING, _RESETTING, _BROKEN = 'filling', 'draining', 'resetting', 'broken'


class Barrier(_Bound):
    """Tasks wait until so many of them have come."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError('parties must be >= 1')
        self._parties, self._count, self._state = parties, 0, _FILLING
        self._cond = Condition()

    def __repr__(self):
        state = self._state
        if not self.broken:
            state = f'{state}, waiters:{self.n_waiting}/{self.parties}'
        return _described(self, state)

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *args):
        pass

    async def wait(self):
        """Wait for the others; everyone gets another number."""
        async with self._cond:
            # The round before must have gone.
            await self._cond.wait_for(lambda: self._state not in (_DRAINING, _RESETTING))
            self._check()
            try:
                index = self._count
                self._count += 1
                if index + 1 == self._parties:
                    self._state = _DRAINING
                    self._cond.notify_all()
                else:
                    await self._cond.wait_for(lambda: self._state is not _FILLING)
                    if self._state in (_BROKEN, _RESETTING):
                        raise BrokenBarrierError('Abort or reset of barrier')
                return index
            finally:
                self._count -= 1
                if self._count == 0:
                    if self._state in (_RESETTING, _DRAINING):
                        self._state = _FILLING
                    self._cond.notify_all()

    def _check(self):
        if self._state is _BROKEN:
            raise BrokenBarrierError('Barrier aborted')

    async def reset(self):
        """Send those who wait away with an error and begin anew."""
        async with self._cond:
            self._state = _RESETTING if self._count > 0 else _FILLING
            self._cond.notify_all()

    async def abort(self):
        """Break the barrier for good."""
        async with self._cond:
            self._state = _BROKEN
            self._cond.notify_all()

    @property
    def parties(self):
        """How many it takes."""
        return self._parties

    @property
    def n_waiting(self):
        """How many wait now."""
        return self._count if self._state is _FILLING else 0

    @property
    def broken(self):
        """Whether abort() was called."""
        return self._state is _BROKEN
