# A loop of callbacks in Python, for classes of the program's own that replace parts of it: what waits
# (`_selector`, `_process_events`), the clock (`time`), or single turns (`_run_once`). The loops that
# asyncio itself makes are native and have nothing to do with this.

import heapq
import sys
import time
from collections import deque
from threading import get_ident

from _asyncio import (
    Future, Handle, Task, TimerHandle, _describe, _error_text, _get_running_loop,
    _set_running_loop, ensure_future, gather, iscoroutine, iscoroutinefunction, isfuture)
from asyncio.coroutines import _is_debug_mode

__all__ = ()

# Cancelled timers are thrown out once there are that many timers, and that part of them is cancelled.
_MIN_SCHEDULED_TIMER_HANDLES = 100
_MIN_CANCELLED_TIMER_HANDLES_FRACTION = 0.5

MAXIMUM_SELECT_TIMEOUT = 24 * 3600

_ENDS_PROGRAM = (SystemExit, KeyboardInterrupt)


def _log():
    # Asked anew each time: programs put another logger in its place.
    from asyncio import base_events
    return base_events.logger


def _run_until_complete_cb(future):
    if not future.cancelled() and isinstance(future.exception(), _ENDS_PROGRAM):
        # That ends run_forever() by itself.
        return
    future.get_loop().stop()


class _Ending:
    """While a loop runs for a future: its end stops the loop."""

    def __init__(self, future, is_ours):
        self.future, self.is_ours = future, is_ours

    def __enter__(self):
        self.future.add_done_callback(_run_until_complete_cb)

    def __exit__(self, kind, error, traceback):
        self.future.remove_done_callback(_run_until_complete_cb)
        has_outcome = self.future.done() and not self.future.cancelled()
        if kind is not None and self.is_ours and has_outcome:
            # Nobody else can look at it.
            self.future.exception()


class _Run:
    """One run of a loop: what it changes in its thread, and how that was before."""

    def __init__(self, loop):
        self.thread, self.hooks = get_ident(), sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(loop._asyncgen_firstiter_hook, loop._asyncgen_finalizer_hook)
        _set_running_loop(loop)

    def end(self):
        _set_running_loop(None)
        sys.set_asyncgen_hooks(*self.hooks)


def _leave_unclosed(loop):
    from warnings import warn
    warn(f'unclosed event loop {loop!r}', ResourceWarning, stacklevel=3, source=loop)
    if not loop.is_running():
        loop.close()


def complete(cls):
    """Give a class what is here, apart from what it has itself."""
    for name, value in vars(PythonLoop).items():
        if name not in vars(cls) and name not in ('__dict__', '__weakref__'):
            if callable(value):
                value.__qualname__ = f'{cls.__name__}.{name}'
            setattr(cls, name, value)


class PythonLoop:
    """The better part of BaseEventLoop: callbacks, timers and tasks."""

    slow_callback_duration = 0.1

    def __init__(self):
        self._ready, self._scheduled, self._timer_cancelled_count = deque(), [], 0
        self._closed = self._stopping = False
        self._executor_shutdown_called = self._asyncgens_shutdown_called = False
        self._default_executor = self._exception_handler = self._task_factory = None
        self._run = self._current_handle = None
        self._internal_fds = 0
        self._clock_resolution = time.get_clock_info('monotonic').resolution
        self._asyncgens = {}
        self._origins_before = None
        self.set_debug(_is_debug_mode())

    def __repr__(self):
        facts = {'running': self.is_running(), 'closed': self.is_closed(),
                 'debug': self.get_debug()}
        return f'<{type(self).__name__} {" ".join(f"{k}={v}" for k, v in facts.items())}>'

    def __del__(self):
        if not self.is_closed():
            _leave_unclosed(self)

    # ---- what derived classes have to bring ------------------------------------------------------

    def _process_events(self, event_list):
        """Deal with what the selector has found."""
        raise NotImplementedError

    def _write_to_self(self):
        """Wake the loop from another thread."""
        raise NotImplementedError

    def _make_socket_transport(self, sock, protocol, waiter=None, *, extra=None, server=None):
        raise NotImplementedError

    def _make_ssl_transport(self, rawsock, protocol, sslcontext, waiter=None, *, server_side=False,
                            server_hostname=None, extra=None, server=None,
                            ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
                            call_connection_made=True):
        raise NotImplementedError

    def _make_datagram_transport(self, sock, protocol, address=None, waiter=None, extra=None):
        raise NotImplementedError

    def _make_read_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        raise NotImplementedError

    def _make_write_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        raise NotImplementedError

    async def _make_subprocess_transport(self, protocol, args, shell, stdin, stdout, stderr, bufsize,
                                         extra=None, **kwargs):
        raise NotImplementedError

    # ---- checks ----------------------------------------------------------------------------------

    def _check_closed(self):
        if self._closed:
            raise RuntimeError('Event loop is closed')

    def _check_running(self):
        problem = None
        if self.is_running():
            problem = 'This event loop is already running'
        elif _get_running_loop() is not None:
            problem = 'Cannot run the event loop while another loop is running'
        if problem is not None:
            raise RuntimeError(problem)

    def _check_callback(self, callback, method):
        if iscoroutine(callback) or iscoroutinefunction(callback):
            raise TypeError(f'coroutines cannot be used with {method}()')
        if not callable(callback):
            raise TypeError(f'a callable object was expected by {method}(), got {callback!r}')

    def _check_thread(self):
        # Debug mode only. A loop that does not run may be prepared anywhere.
        if self._run is not None and self._run.thread != get_ident():
            raise RuntimeError('Non-thread-safe operation invoked on an event loop other than the '
                               'current one')

    def _check_default_executor(self):
        if self._executor_shutdown_called:
            raise RuntimeError('Executor shutdown has been called')

    # ---- callbacks -------------------------------------------------------------------------------

    def time(self):
        """The loop's clock, in seconds."""
        return time.monotonic()

    def _check_new(self, callback, method, here=True):
        self._check_closed()
        if self._debug:
            if here:
                self._check_thread()
            self._check_callback(callback, method)

    def _call_soon(self, callback, args, context):
        handle = Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_soon(self, callback, *args, context=None):
        """Queue callback(*args) for the next turn."""
        self._check_new(callback, 'call_soon')
        return self._call_soon(callback, args, context)

    def call_soon_threadsafe(self, callback, *args, context=None):
        """call_soon() for use from any thread."""
        self._check_new(callback, 'call_soon_threadsafe', here=False)
        handle = self._call_soon(callback, args, context)
        self._write_to_self()
        return handle

    def call_later(self, delay, callback, *args, context=None):
        """Queue callback(*args) for delay seconds from now."""
        if delay is None:
            raise TypeError('delay must not be None')
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        """Queue callback(*args) for a moment of the loop's clock."""
        if when is None:
            raise TypeError('when cannot be None')
        self._check_new(callback, 'call_at')
        timer = TimerHandle(when, callback, args, self, context)
        timer._scheduled = True
        heapq.heappush(self._scheduled, timer)
        return timer

    def _timer_handle_cancelled(self, handle):
        self._timer_cancelled_count += handle._scheduled

    def _add_callback(self, handle):
        if not handle._cancelled:
            self._ready.append(handle)

    def _add_callback_signalsafe(self, handle):
        self._add_callback(handle)
        self._write_to_self()

    # ---- turns -----------------------------------------------------------------------------------

    def _check_can_run(self):
        self._check_closed()
        self._check_running()

    def _run_forever_setup(self):
        self._check_can_run()
        self._run = _Run(self)
        self._set_coroutine_origin_tracking(self._debug)

    def _run_forever_cleanup(self):
        run, self._run, self._stopping = self._run, None, False
        self._set_coroutine_origin_tracking(False)
        if run is not None:
            run.end()

    def _turn(self):
        # A method of a derived class may make the turn, which is why this asks for the end.
        self._run_once()
        return not self._stopping

    def run_forever(self):
        """Turn until somebody calls stop()."""
        self._run_forever_setup()
        try:
            while self._turn():
                pass
        finally:
            self._run_forever_cleanup()

    def run_until_complete(self, future):
        """Turn until the future is done; gives its result."""
        self._check_can_run()
        is_ours = not isfuture(future)
        future = ensure_future(future, loop=self)
        if is_ours:
            future._log_destroy_pending = False
        with _Ending(future, is_ours):
            self.run_forever()
        if not future.done():
            raise RuntimeError('Event loop stopped before Future completed.')
        return future.result()

    def stop(self):
        """Stop after the present turn."""
        self._stopping = True

    def close(self):
        """Forget all that waits; the executor is not waited for."""
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if self._closed:
            return
        if self._debug:
            _log().debug('Close %r', self)
        self._closed = self._executor_shutdown_called = True
        for queue in (self._ready, self._scheduled):
            queue.clear()
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    def is_closed(self):
        """Whether close() has been called."""
        return self._closed

    def is_running(self):
        """Whether the loop runs."""
        return self._run is not None

    def _throw_out(self):
        """Cancelled timers: all of them if they are many, else those in front."""
        timers, cancelled = self._scheduled, self._timer_cancelled_count
        if (len(timers) > _MIN_SCHEDULED_TIMER_HANDLES
                and cancelled > len(timers) * _MIN_CANCELLED_TIMER_HANDLES_FRACTION):
            self._scheduled = [timer for timer in timers if not timer._cancelled]
            for timer in timers:
                timer._scheduled = not timer._cancelled
            heapq.heapify(self._scheduled)
            self._timer_cancelled_count = 0
            return
        while timers and timers[0]._cancelled:
            self._timer_cancelled_count -= 1
            heapq.heappop(timers)._scheduled = False

    def _pause(self):
        """Seconds until there is something to do; None if that is not known."""
        if self._ready or self._stopping:
            return 0
        if not self._scheduled:
            return None
        left = self._scheduled[0]._when - self.time()
        return min(max(left, 0), MAXIMUM_SELECT_TIMEOUT)

    def _run_once(self):
        """One turn: wait, take what is due, run what is ready now."""
        self._throw_out()
        found = self._selector.select(self._pause())
        self._process_events(found)
        # No reference to what was found while callbacks run.
        found = None
        end, timers = self.time() + self._clock_resolution, self._scheduled
        while timers and timers[0]._when < end:
            timer = heapq.heappop(timers)
            timer._scheduled = False
            self._ready.append(timer)
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if not handle._cancelled:
                self._run_handle(handle)
        handle = timer = None

    def _run_handle(self, handle):
        if not self._debug:
            handle._run()
            return
        self._current_handle, begin = handle, self.time()
        try:
            handle._run()
        finally:
            self._current_handle = None
        took = self.time() - begin
        if took >= self.slow_callback_duration:
            _log().warning('Executing %s took %.3f seconds', _describe(handle), took)

    # ---- tasks -----------------------------------------------------------------------------------

    def create_future(self):
        """A new future of the loop."""
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        """A new task of the loop."""
        self._check_closed()
        make = self._task_factory
        if make is None:
            return Task(coro, loop=self, name=name, context=context)
        task = make(self, coro) if context is None else make(self, coro, context=context)
        if name is not None:
            task.set_name(name)
        return task

    def set_task_factory(self, factory):
        """Have factory(loop, coro) make tasks; None for the usual ones."""
        if not (factory is None or callable(factory)):
            raise TypeError('task factory must be a callable or None')
        self._task_factory = factory

    def get_task_factory(self):
        """What makes tasks; None for the usual ones."""
        return self._task_factory

    # ---- errors ----------------------------------------------------------------------------------

    def get_exception_handler(self):
        """Who hears of errors; None for the default."""
        return self._exception_handler

    def set_exception_handler(self, handler):
        """Have handler(loop, context) hear of errors."""
        if not (handler is None or callable(handler)):
            raise TypeError(f'A callable object or None is expected, got {handler!r}')
        self._exception_handler = handler

    def default_exception_handler(self, context):
        """Log everything in the context."""
        exception = context.get('exception')
        made_by = getattr(self._current_handle, '_source_traceback', None)
        if made_by and 'source_traceback' not in context:
            context['handle_traceback'] = made_by
        _log().error(_error_text(context), exc_info=exception is not None and (
            type(exception), exception, exception.__traceback__))

    def _by_default(self, context, problem):
        try:
            self.default_exception_handler(context)
        except _ENDS_PROGRAM:
            raise
        except BaseException:
            _log().error(problem, exc_info=True)

    def call_exception_handler(self, context):
        """Tell whoever is to hear of errors."""
        handler = self._exception_handler
        if handler is None:
            self._by_default(context, 'Exception in default exception handler')
            return
        source = next((context[key] for key in ('task', 'future', 'handle') if context.get(key)), None)
        try:
            # Where the failed code ran, if that is known.
            place = source.get_context() if hasattr(source, 'get_context') else None
            run = getattr(place, 'run', None)
            if run is None:
                handler(self, context)
            else:
                run(handler, self, context)
        except _ENDS_PROGRAM:
            raise
        except BaseException as exc:
            self._by_default(
                {'message': 'Unhandled error in exception handler', 'exception': exc,
                 'context': context},
                'Exception in default exception handler while handling an unexpected error in custom '
                'exception handler')

    # ---- debug mode ------------------------------------------------------------------------------

    def get_debug(self):
        """Whether debug mode is on."""
        return self._debug

    def set_debug(self, enabled):
        """Turn debug mode on or off."""
        self._debug = enabled
        if self.is_running():
            self.call_soon_threadsafe(self._set_coroutine_origin_tracking, enabled)

    def _set_coroutine_origin_tracking(self, enabled):
        before = self._origins_before
        if bool(enabled) == (before is not None):
            return
        if enabled:
            from asyncio.constants import DEBUG_STACK_DEPTH as before
            self._origins_before = sys.get_coroutine_origin_tracking_depth()
        else:
            self._origins_before = None
        sys.set_coroutine_origin_tracking_depth(before)

    # ---- other threads ---------------------------------------------------------------------------

    def run_in_executor(self, executor, func, *args):
        """A future for func(*args) in another thread."""
        from asyncio.futures import wrap_future
        self._check_closed()
        if self._debug:
            self._check_callback(func, 'run_in_executor')
        submit = (self._own_executor() if executor is None else executor).submit
        return wrap_future(submit(func, *args), loop=self)

    def _own_executor(self):
        """The default executor, made when it is first asked for."""
        self._check_default_executor()
        made = self._default_executor
        if made is None:
            from concurrent.futures import ThreadPoolExecutor
            made = self._default_executor = ThreadPoolExecutor(thread_name_prefix='asyncio')
        return made

    def set_default_executor(self, executor):
        """Set what run_in_executor() uses for None."""
        from concurrent.futures import ThreadPoolExecutor
        if not isinstance(executor, ThreadPoolExecutor):
            raise TypeError('executor must be ThreadPoolExecutor instance')
        self._default_executor = executor

    async def shutdown_default_executor(self, timeout=None):
        """Wait for the threads of the default executor."""
        self._executor_shutdown_called = True
        if self._default_executor is not None:
            from asyncio.threads import _join_executor
            await _join_executor(self, self._default_executor, timeout)

    # ---- asynchronous generators -----------------------------------------------------------------

    def _asyncgen_firstiter_hook(self, agen):
        if self._asyncgens_shutdown_called:
            from warnings import warn
            warn(f'asynchronous generator {agen!r} was scheduled after '
                 'loop.shutdown_asyncgens() call', ResourceWarning, source=self)
        from weakref import ref
        key = id(agen)
        self._asyncgens[key] = ref(agen, lambda _, known=self._asyncgens: known.pop(key, None))

    def _asyncgen_finalizer_hook(self, agen):
        self._asyncgens.pop(id(agen), None)
        if not self._closed:
            self.call_soon_threadsafe(self.create_task, agen.aclose())

    async def shutdown_asyncgens(self):
        """Close all asynchronous generators that have begun and not ended."""
        self._asyncgens_shutdown_called = True
        left = [agen for each in self._asyncgens.values() if (agen := each()) is not None]
        self._asyncgens.clear()
        outcomes = await gather(*(agen.aclose() for agen in left), return_exceptions=True)
        for agen, outcome in zip(left, outcomes):
            if isinstance(outcome, Exception):
                self.call_exception_handler({
                    'message': 'an error occurred during closing of asynchronous generator '
                               f'{agen!r}',
                    'exception': outcome, 'asyncgen': agen})
