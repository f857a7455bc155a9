# What works between futures of asyncio and those of other threads.

from _asyncio import Future, get_event_loop, isfuture

__all__ = ('Future', 'wrap_future', 'isfuture')


def _loop_of(future):
    return future.get_loop() if isfuture(future) else None


def _copy_state(source, target):
    if target.cancelled():
        return
    if source.cancelled():
        target.cancel()
        return
    error = source.exception()
    if error is None:
        target.set_result(source.result())
    elif type(error).__module__.startswith('concurrent.futures'):
        from asyncio.exceptions import CancelledError, InvalidStateError
        known = {'CancelledError': CancelledError, 'TimeoutError': TimeoutError,
                 'InvalidStateError': InvalidStateError}
        kind = known.get(type(error).__name__)
        target.set_exception(error if kind is None else kind(*error.args))
    else:
        target.set_exception(error)


def _chain_future(source, destination):
    """Pass the result of one future on to another, and a cancellation back."""
    if not isfuture(source) and not hasattr(source, 'add_done_callback'):
        raise TypeError('A future is required for source argument')
    if not isfuture(destination) and not hasattr(destination, 'add_done_callback'):
        raise TypeError('A future is required for destination argument')
    source_loop, target_loop = _loop_of(source), _loop_of(destination)

    def settle(future, other):
        if isfuture(future):
            _copy_state(other, future)
            return
        # One of concurrent.futures.
        if other.cancelled():
            future.cancel()
        if not future.set_running_or_notify_cancel():
            return
        error = other.exception()
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(other.result())

    def cancelled(destination):
        if destination.cancelled():
            if source_loop is None or source_loop is target_loop:
                source.cancel()
            else:
                source_loop.call_soon_threadsafe(source.cancel)

    def done(source):
        if destination.cancelled() and target_loop is not None and target_loop.is_closed():
            return
        if target_loop is None or target_loop is source_loop:
            settle(destination, source)
        elif not target_loop.is_closed():
            target_loop.call_soon_threadsafe(settle, destination, source)

    destination.add_done_callback(cancelled)
    source.add_done_callback(done)


def wrap_future(future, *, loop=None):
    """A future of asyncio for one of concurrent.futures."""
    if isfuture(future):
        return future
    if loop is None:
        loop = get_event_loop()
    wrapped = loop.create_future()
    _chain_future(future, wrapped)
    return wrapped
