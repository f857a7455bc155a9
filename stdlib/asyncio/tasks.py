# wait(), as_completed(), shield() and what else works on several awaitables. gather() is native.

from _asyncio import (
    Future, Task, _enter_task, _leave_task, _register_eager_task, _register_task,
    _swap_current_task, _unregister_eager_task, _unregister_task, all_tasks, create_task,
    current_task, ensure_future, gather, get_event_loop, get_running_loop, iscoroutine, isfuture,
    sleep, CancelledError)
from asyncio.queues import Queue
from asyncio.timeouts import timeout as _timeout, wait_for

__all__ = (
    'Task', 'create_task', 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'wait',
    'wait_for', 'as_completed', 'sleep', 'gather', 'shield', 'ensure_future',
    'run_coroutine_threadsafe', 'current_task', 'all_tasks', 'create_eager_task_factory',
    'eager_task_factory', '_register_task', '_unregister_task', '_enter_task', '_leave_task')

# The one implementation by the names of both that CPython has.
_PyTask = _CTask = Task
_py_current_task = _c_current_task = current_task
_py_enter_task = _c_enter_task = _enter_task
_py_leave_task = _c_leave_task = _leave_task
_py_register_task = _c_register_task = _register_task
_py_unregister_task = _c_unregister_task = _unregister_task
_py_register_eager_task = _c_register_eager_task = _register_eager_task
_py_unregister_eager_task = _c_unregister_eager_task = _unregister_eager_task
_py_swap_current_task = _c_swap_current_task = _swap_current_task

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'


def _check_wait(fs, return_when):
    if iscoroutine(fs) or isfuture(fs):
        raise TypeError(f'expect a list of futures, not {type(fs).__name__}')
    if not fs:
        raise ValueError('Set of Tasks/Futures is empty.')
    if return_when not in (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION):
        raise ValueError(f'Invalid return_when value: {return_when}')


def _is_enough(future, return_when):
    """Whether the wait ends with this future, whatever the others do."""
    if return_when == FIRST_EXCEPTION:
        return not future.cancelled() and future.exception() is not None
    return return_when == FIRST_COMPLETED


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Wait for futures or tasks; gives two sets, done and pending."""
    _check_wait(fs, return_when)
    fs = set(fs)
    assert fs, 'Set of Futures is empty.'
    if any(iscoroutine(f) for f in fs):
        raise TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    loop = get_running_loop()
    end = loop.create_future()
    timer = None if timeout is None else loop.call_later(timeout, _release, end)
    missing = set(fs)

    def on_completion(f):
        missing.discard(f)
        if not missing or _is_enough(f, return_when):
            if timer is not None:
                timer.cancel()
            _release(end)

    for f in fs:
        f.add_done_callback(on_completion)
    try:
        await end
    finally:
        if timer is not None:
            timer.cancel()
        for f in fs:
            f.remove_done_callback(on_completion)
    done = {f for f in fs if f.done()}
    return done, fs - done


def _release(waiter):
    if not waiter.done():
        waiter.set_result(None)


class _AsCompletedIterator:
    # Plain iteration gives awaitables for "the next one"; asynchronous iteration the futures
    # themselves.

    def __init__(self, aws, timeout):
        loop = get_event_loop()
        self._done, self._todo = Queue(), {ensure_future(each, loop=loop) for each in set(aws)}
        self._todo_left = len(self._todo)
        for future in self._todo:
            future.add_done_callback(self._completed)
        has_end = self._todo_left and timeout is not None
        self._timer = loop.call_later(timeout, self._timed_out) if has_end else None

    def __aiter__(self):
        return self

    def __iter__(self):
        return self

    async def __anext__(self):
        if not self._todo_left:
            raise StopAsyncIteration
        self._todo_left -= 1
        return await self._wait_for_one()

    def __next__(self):
        if not self._todo_left:
            raise StopIteration
        self._todo_left -= 1
        return self._wait_for_one(resolve=True)

    def _timed_out(self):
        for f in self._todo:
            f.remove_done_callback(self._completed)
            self._done.put_nowait(None)
        self._todo.clear()

    def _completed(self, f):
        if not self._todo:
            return
        self._todo.remove(f)
        self._done.put_nowait(f)
        if not self._todo and self._timer is not None:
            self._timer.cancel()

    async def _wait_for_one(self, resolve=False):
        f = await self._done.get()
        if f is None:
            raise TimeoutError
        return f.result() if resolve else f


def as_completed(fs, *, timeout=None):
    """Yield one awaitable for each of fs, the earliest result first."""
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError(f'expect an iterable of futures, not {type(fs).__name__}')
    return _AsCompletedIterator(fs, timeout)


def _pass_on(inner, outer):
    """Gives the outer future the inner one's outcome, unless it has been cancelled itself."""
    if outer.cancelled():
        if not inner.cancelled():
            # Nobody will ask for it any more.
            inner.exception()
    elif inner.cancelled():
        outer.cancel()
    elif (error := inner.exception()) is not None:
        outer.set_exception(error)
    else:
        outer.set_result(inner.result())


def shield(arg):
    """Wait for an awaitable without passing a cancellation on to it."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = inner.get_loop().create_future()

    def forth(inner):
        _pass_on(inner, outer)

    def back(outer):
        if not inner.done():
            inner.remove_done_callback(forth)

    inner.add_done_callback(forth)
    outer.add_done_callback(back)
    return outer


def create_eager_task_factory(custom_task_constructor):
    """A task factory whose tasks take their first step at once."""

    def factory(loop, coro, *, name=None, context=None):
        return custom_task_constructor(
            coro, loop=loop, name=name, context=context, eager_start=True)

    return factory


eager_task_factory = create_eager_task_factory(Task)


def run_coroutine_threadsafe(coro, loop):
    """Submit a coroutine to the loop of another thread; gives a concurrent future."""
    if not iscoroutine(coro):
        raise TypeError('A coroutine object is required')
    from asyncio.futures import _chain_future
    from concurrent.futures import Future as Promise
    promise = Promise()

    def begin():
        try:
            _chain_future(ensure_future(coro, loop=loop), promise)
        except BaseException as exc:
            ends_program = isinstance(exc, (SystemExit, KeyboardInterrupt))
            if not ends_program and promise.set_running_or_notify_cancel():
                promise.set_exception(exc)
            raise

    loop.call_soon_threadsafe(begin)
    return promise
