# Futures, and waiting for several of them.

import threading
from time import monotonic

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'

PENDING = 'PENDING'
RUNNING = 'RUNNING'
# Cancelled, and whoever waits for it has not been told yet; told.
CANCELLED = 'CANCELLED'
CANCELLED_AND_NOTIFIED = 'CANCELLED_AND_NOTIFIED'
FINISHED = 'FINISHED'

_DONE = (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED)
_SHOWN = {PENDING: 'pending', RUNNING: 'running', CANCELLED: 'cancelled',
          CANCELLED_AND_NOTIFIED: 'cancelled', FINISHED: 'finished'}


class Error(Exception):
    """What exceptions of futures have in common."""


class CancelledError(Error):
    """The Future was cancelled."""


TimeoutError = TimeoutError


class InvalidStateError(Error):
    """The future's state does not allow that."""


class BrokenExecutor(RuntimeError):
    """The executor broke down and takes no more work."""


def _log(message, error):
    # What an unconfigured logger does.
    import sys
    from _thread import _print_exception
    if sys.stderr is not None:
        print(message, file=sys.stderr, flush=True)
        _print_exception(error)


class Future:
    """The result of work done elsewhere, once it is there."""

    def __init__(self):
        self._condition = threading.Condition()
        self._state = PENDING
        self._result = None
        self._exception = None
        # Those of `wait` and `as_completed`; functions to call.
        self._waiters = []
        self._done_callbacks = []

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            self._call_back(callback)

    def _call_back(self, callback):
        try:
            callback(self)
        except Exception as error:
            _log(f'exception calling callback for {self!r}', error)

    def __repr__(self):
        with self._condition:
            state = _SHOWN[self._state]
            if self._state == FINISHED:
                if self._exception is not None:
                    state += f' raised {self._exception.__class__.__name__}'
                else:
                    state += f' returned {self._result.__class__.__name__}'
            return f'<{self.__class__.__name__} at {id(self):#x} state={state}>'

    def cancel(self):
        """Cancel the future if possible; whether it is cancelled."""
        with self._condition:
            before = self._state
            if before == PENDING:
                self._state = CANCELLED
                self._condition.notify_all()
        if before == PENDING:
            self._invoke_callbacks()
        return before not in (RUNNING, FINISHED)

    def cancelled(self):
        """Whether the future was cancelled."""
        return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)

    def running(self):
        """Whether the future is currently executing."""
        return self._state == RUNNING

    def done(self):
        """Whether there is a result, an exception or a cancellation."""
        return self._state in _DONE

    def add_done_callback(self, fn):
        """Have a function called with the future when it is done; at once if it is."""
        with self._condition:
            if self._state not in _DONE:
                self._done_callbacks.append(fn)
                return
        self._call_back(fn)

    def _wait(self, timeout):
        # The lock is held.
        if self._state not in _DONE:
            self._condition.wait(timeout)
        if self._state == FINISHED:
            return
        if self._state in _DONE:
            raise CancelledError()
        raise TimeoutError()

    def result(self, timeout=None):
        """What the call returned; waits up to timeout seconds for its end. Raises what the call raised."""
        try:
            with self._condition:
                self._wait(timeout)
                if self._exception is None:
                    return self._result
                raise self._exception
        finally:
            # The exception's traceback refers to this frame.
            self = None

    def exception(self, timeout=None):
        """The exception raised by the call, or None, waiting for it if need be."""
        with self._condition:
            self._wait(timeout)
            return self._exception

    # For executors.

    def set_running_or_notify_cancel(self):
        """Mark the future as running; False if it was cancelled before."""
        with self._condition:
            before = self._state
            if before not in (PENDING, CANCELLED):
                _log_critical(f'Future {id(self)} in unexpected state: {before}')
                raise RuntimeError('Future in unexpected state')
            is_cancelled = before == CANCELLED
            self._state = CANCELLED_AND_NOTIFIED if is_cancelled else RUNNING
            for waiter in self._waiters if is_cancelled else ():
                waiter.add_cancelled(self)
        return not is_cancelled

    def _finish(self, result, exception):
        tell = 'add_result' if exception is None else 'add_exception'
        with self._condition:
            if self._state in _DONE:
                raise InvalidStateError(f'{self._state}: {self!r}')
            self._state, self._result, self._exception = FINISHED, result, exception
            for waiter in self._waiters:
                getattr(waiter, tell)(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    def set_result(self, result):
        """Give the future its result."""
        self._finish(result, None)

    def set_exception(self, exception):
        """Give the future its exception."""
        self._finish(None, exception)

    __class_getitem__ = classmethod(type(list[int]))


def _log_critical(message):
    import sys
    if sys.stderr is not None:
        print(message, file=sys.stderr, flush=True)


class _Waiter:
    """Collects futures that are done, for somebody who waits for some or all of them."""

    def __init__(self, missing, until_exception=False):
        self.event = threading.Event()
        self.finished = []
        # How many more it takes until the waiting is over.
        self.missing = missing
        self.until_exception = until_exception
        self.lock = threading.Lock()

    def _add(self, future, enough):
        with self.lock:
            self.finished.append(future)
            self.missing -= 1
            if enough or self.missing <= 0:
                self.event.set()

    def add_result(self, future):
        self._add(future, False)

    def add_exception(self, future):
        self._add(future, self.until_exception)

    def add_cancelled(self, future):
        self._add(future, False)


class _AllLocked:
    """Holds the locks of several futures, taken in an order that all agree on."""

    def __init__(self, futures):
        self.futures = sorted(futures, key=id)

    def __enter__(self):
        for future in self.futures:
            future._condition.acquire()

    def __exit__(self, *args):
        for future in self.futures:
            future._condition.release()


class DoneAndNotDoneFutures(tuple):
    """DoneAndNotDoneFutures(done, not_done)"""

    __slots__ = ()
    _fields = __match_args__ = ('done', 'not_done')

    def __new__(cls, done, not_done):
        return tuple.__new__(cls, (done, not_done))

    def __repr__(self):
        return f'{self.__class__.__name__}(done={self[0]!r}, not_done={self[1]!r})'

    done = property(lambda self: self[0], doc='Alias for field number 0')
    not_done = property(lambda self: self[1], doc='Alias for field number 1')


def _forget_waiter(waiter, futures):
    for f in futures:
        with f._condition:
            if waiter in f._waiters:
                f._waiters.remove(waiter)


def _has_failed(future):
    return not future.cancelled() and future._exception is not None


def _waiter_for(done, pending, return_when):
    """What knows when enough of the futures have ended; None if they have."""
    is_first = return_when == FIRST_COMPLETED
    is_failure = return_when == FIRST_EXCEPTION
    if not pending or done and is_first or is_failure and any(map(_has_failed, done)):
        return None
    if is_first or is_failure or return_when == ALL_COMPLETED:
        return _Waiter(1 if is_first else len(pending), until_exception=is_failure)
    raise ValueError(f'Invalid return condition: {return_when!r}')


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait for the futures: for all, for the first one, or for the first that fails."""
    fs = set(fs)
    with _AllLocked(fs):
        done = {f for f in fs if f._state in (CANCELLED_AND_NOTIFIED, FINISHED)}
        pending = fs - done
        waiter = _waiter_for(done, pending, return_when)
        if waiter is None:
            return DoneAndNotDoneFutures(done, pending)
        for f in pending:
            f._waiters.append(waiter)
    waiter.event.wait(timeout)
    _forget_waiter(waiter, pending)
    done |= set(waiter.finished)
    return DoneAndNotDoneFutures(done, fs - done)


def _just_finished(waiter, end, pending, total):
    """Waits for some of the futures and gives those that have ended, the earliest last."""
    left = None if end is None else end - monotonic()
    if left is not None and left < 0:
        raise TimeoutError(f'{len(pending)} (of {total}) futures unfinished')
    waiter.event.wait(left)
    with waiter.lock:
        finished, waiter.finished, waiter.missing = waiter.finished, [], 1
        waiter.event.clear()
    return finished[::-1]


def as_completed(fs, timeout=None):
    """Yield each of the futures as soon as it has ended, those that have already first."""
    end = None if timeout is None else monotonic() + timeout
    fs = set(fs)
    total, waiter = len(fs), _Waiter(1)
    with _AllLocked(fs):
        ready = [f for f in fs if f._state in (CANCELLED_AND_NOTIFIED, FINISHED)]
        pending = fs.difference(ready)
        for f in pending:
            f._waiters.append(waiter)
    try:
        while ready or pending:
            if not ready:
                ready = _just_finished(waiter, end, pending, total)
                pending.difference_update(ready)
            while ready:
                yield _take(ready, fs)
    finally:
        _forget_waiter(waiter, fs)


def _take(ready, fs):
    # Whoever iterates may let go of a future that has been dealt with.
    future = ready.pop()
    fs.discard(future)
    with future._condition:
        future._waiters = []
    return future


def _result_or_cancel(future, timeout=None):
    try:
        try:
            return future.result(timeout)
        finally:
            future.cancel()
    finally:
        future = None


def _results_of(calls, end):
    calls.reverse()
    try:
        while calls:
            yield _result_or_cancel(calls.pop(), None if end is None else end - monotonic())
    finally:
        # Nobody asks for what is left.
        for future in calls:
            future.cancel()


class Executor:
    """Something that runs calls asynchronously."""

    def submit(self, fn, /, *args, **kwargs):
        """Have the call made; a future for it."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """Iterate over the results of the calls with items of the iterables, in their order."""
        end = None if timeout is None else monotonic() + timeout
        calls = [self.submit(fn, *args) for args in zip(*iterables)]
        return _results_of(calls, end)

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Free what the executor needs, when all futures are done; wait for that if asked."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False
