# What works between futures of asyncio and those of other threads.

from _asyncio import Future, get_event_loop, isfuture

__all__ = ('Future', 'wrap_future', 'isfuture')

# The one implementation by the names of both that CPython has.
_PyFuture = _CFuture = Future

# Values of a future's `_state`.
_PENDING, _CANCELLED, _FINISHED = 'PENDING', 'CANCELLED', 'FINISHED'


def _get_loop(fut):
    get_loop = getattr(fut, 'get_loop', None)
    return fut._loop if get_loop is None else get_loop()


def _set_result_unless_cancelled(fut, result):
    if not fut.cancelled():
        fut.set_result(result)


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
    else:
        target.set_exception(_as_ours(error))


def _as_ours(error):
    """Exceptions of concurrent.futures have equals in asyncio."""
    kind = type(error)
    if not kind.__module__.startswith('concurrent.futures'):
        return error
    from asyncio.exceptions import CancelledError, InvalidStateError
    known = {each.__name__: each for each in (CancelledError, InvalidStateError, TimeoutError)}
    ours = known.get(kind.__name__)
    return error if ours is None else ours(*error.args).with_traceback(error.__traceback__)


# Exceptions go from one future to the next as they are here.
_copy_future_state = _copy_state


def _settle(future, other):
    """Gives the future the outcome of another one, of whichever kinds they are."""
    if isfuture(future):
        _copy_state(other, future)
        return
    # One of concurrent.futures.
    if other.cancelled():
        future.cancel()
    if future.set_running_or_notify_cancel():
        error = other.exception()
        if error is None:
            future.set_result(other.result())
        else:
            future.set_exception(error)


def _call_in(loop, here, function, *args):
    """Calls at once, or in the loop whose business it is."""
    if loop is None or loop is here:
        function(*args)
    else:
        loop.call_soon_threadsafe(function, *args)


def _chain_future(source, destination):
    """Pass the result of one future on to another, and a cancellation back."""
    for role, future in (('source', source), ('destination', destination)):
        if not (isfuture(future) or hasattr(future, 'add_done_callback')):
            raise TypeError(f'A future is required for {role} argument')
    source_loop, target_loop = _loop_of(source), _loop_of(destination)

    def back(destination):
        if destination.cancelled():
            _call_in(source_loop, target_loop, source.cancel)

    def forth(source):
        if target_loop is not None and target_loop.is_closed() and (
                destination.cancelled() or target_loop is not source_loop):
            return
        _call_in(target_loop, source_loop, _settle, destination, source)

    destination.add_done_callback(back)
    source.add_done_callback(forth)


def wrap_future(future, *, loop=None):
    """A future of asyncio for one of concurrent.futures."""
    if isfuture(future):
        return future
    if loop is None:
        loop = get_event_loop()
    wrapped = loop.create_future()
    _chain_future(future, wrapped)
    return wrapped
