# Blocking calls in other threads. The threads of a loop of ours are native.

from _asyncio import _copy_context, _to_thread, get_running_loop

__all__ = ('to_thread',)


async def to_thread(func, /, *args, **kwargs):
    """Call a function in another thread, in a copy of the present context, and await its result."""
    future = _to_thread(func, args, kwargs)
    if future is NotImplemented:
        context = _copy_context()
        future = get_running_loop().run_in_executor(
            None, lambda: context.run(func, *args, **kwargs))
    return await future


async def _shutdown_default_executor(loop, executor, mark_closed, timeout):
    mark_closed(loop)
    await _join_executor(loop, executor, timeout)


async def _join_executor(loop, executor, timeout):
    """Wait for the executor in a thread of its own; a warning if that takes too long."""
    import threading
    done = loop.create_future()

    def shut_down():
        error = None
        try:
            executor.shutdown(wait=True)
        except Exception as exc:
            error = exc
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, error)

    def settle(error):
        if done.done():
            return
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)

    thread = threading.Thread(target=shut_down)
    thread.start()
    from asyncio.timeouts import timeout as limit
    try:
        async with limit(timeout):
            await done
    except TimeoutError:
        import warnings
        warnings.warn('The executor did not finishing joining its threads within '
                      f'{timeout} seconds.', RuntimeWarning, stacklevel=3)
        executor.shutdown(wait=False)
    else:
        thread.join()
