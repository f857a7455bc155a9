# timeout(), timeout_at() and wait_for(): a task that cancels itself when time is up.

from _asyncio import current_task, get_running_loop, ensure_future, CancelledError

__all__ = ('Timeout', 'timeout', 'timeout_at')

_CREATED, _ENTERED, _EXPIRING, _EXPIRED, _EXITED = (
    'created', 'active', 'expiring', 'expired', 'finished')


class Timeout:
    """An `async with` that raises TimeoutError when its time is up."""

    def __init__(self, when):
        self._state = _CREATED
        self._timer = None
        self._task = None
        self._when = when

    def when(self):
        """When time is up, on the loop's clock; None for never."""
        return self._when

    def _stop_timer(self):
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()

    def reschedule(self, when):
        """Move the moment when time is up."""
        if self._state is not _ENTERED:
            raise RuntimeError('Timeout has not been entered' if self._state is _CREATED
                               else f'Cannot change state of {self._state} Timeout')
        self._stop_timer()
        self._when = when
        if when is not None:
            loop = get_running_loop()
            is_over = when <= loop.time()
            self._timer = (loop.call_soon(self._on_timeout) if is_over
                           else loop.call_at(when, self._on_timeout))

    def expired(self):
        """Whether time was up while the block ran."""
        return self._state in (_EXPIRING, _EXPIRED)

    def __repr__(self):
        info = ['']
        if self._state is _ENTERED:
            info.append(f'when={round(self._when, 3) if self._when is not None else None}')
        return f'<Timeout [{self._state}]{" ".join(info)}>'

    async def __aenter__(self):
        if self._state is not _CREATED:
            raise RuntimeError('Timeout has already been entered')
        self._task = task = current_task()
        if task is None:
            raise RuntimeError('Timeout should be used inside a task')
        self._state, self._cancelling = _ENTERED, task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        self._stop_timer()
        if self._state is _ENTERED:
            self._state = _EXITED
        if self._state is not _EXPIRING:
            return
        self._state = _EXPIRED
        # Only our own cancellation becomes a TimeoutError; another one goes on.
        if self._task.uncancel() > self._cancelling or exc_type is None:
            return
        if issubclass(exc_type, CancelledError):
            raise TimeoutError from exc_val
        inner = exc_val.exceptions if isinstance(exc_val, ExceptionGroup) else ()
        for exc in (exc_val, *inner):
            self._mark(exc)

    def _on_timeout(self):
        self._task.cancel()
        self._state = _EXPIRING
        # The task keeps this object alive, not the other way round.
        self._timer = None

    @staticmethod
    def _mark(exc):
        # An exception that came of the cancellation says in its context that time was up.
        while not isinstance(exc.__context__, (CancelledError, type(None))):
            exc = exc.__context__
        cancelled = exc.__context__
        if cancelled is not None:
            exc.__context__ = error = TimeoutError()
            error.__context__ = error.__cause__ = cancelled


def timeout(delay):
    """Give the block that many seconds; None for ever."""
    loop = get_running_loop()
    return Timeout(loop.time() + delay if delay is not None else None)


def timeout_at(when):
    """Give the block until that moment of the loop's clock; None for ever."""
    return Timeout(when)


async def wait_for(fut, timeout):
    """Wait for an awaitable at most that many seconds, then cancel it."""
    if timeout is not None and timeout <= 0:
        return await _result_now(ensure_future(fut))
    # Locally: the name of the parameter hides the function.
    async with (Timeout(get_running_loop().time() + timeout) if timeout is not None
                else Timeout(None)):
        return await fut


async def _result_now(fut):
    """The result of a future that has no time left."""
    if not fut.done():
        await _cancel_and_wait(fut)
        try:
            fut.result()
        except CancelledError as error:
            raise TimeoutError from error
    return fut.result()


async def _cancel_and_wait(fut):
    waiter = get_running_loop().create_future()

    def release(_):
        if not waiter.done():
            waiter.set_result(None)

    fut.add_done_callback(release)
    try:
        fut.cancel()
        # Not the future itself: that would not tell our cancellation from its own.
        await waiter
    finally:
        fut.remove_done_callback(release)
