# Pools of processes as `multiprocessing` has them.

import itertools
import os
import threading
from concurrent.futures._base import FIRST_COMPLETED, Future, wait

from multiprocessing import _crew
from multiprocessing.context import ProcessError, TimeoutError

__all__ = ['Pool', 'ThreadPool']


class RemoteTraceback(Exception):
    """Shows, as the cause of an exception, where it was raised in the other process."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class MaybeEncodingError(Exception):
    """A result cannot be sent."""

    def __init__(self, exc, value):
        self.exc, self.value = exc, value
        super().__init__(exc, value)

    def __str__(self):
        return f"Error sending result: '{self.value}'. Reason: '{self.exc}'"

    def __repr__(self):
        return f'<{type(self).__name__}: {self}>'


class _PoolCrew(_crew.Crew):
    daemon = True

    def fail(self, future, error, text):
        error.__cause__ = RemoteTraceback(f'\n"""\n{text}"""')
        future.set_exception(error)

    def cannot_send(self, error, texts):
        return MaybeEncodingError(*texts[1:])

    def at_exit(self):
        self.break_off()

    def break_off(self):
        """End the processes, whatever they are doing."""
        self.end(cancel=True)
        for worker in list(self.workers.values()):
            worker.process.terminate()

    def on_loss(self, worker):
        # Another one takes its place, but nobody else makes its call.
        with self.lock:
            self.recruit()
        if worker.future is not None:
            worker.future.set_exception(ProcessError(
                f'the process that made the call ended with exit code {worker.process.exitcode}'))


class _ThreadCrew:
    # Threads in the place of processes.

    def __init__(self, size, initializer, initargs):
        from concurrent.futures import ThreadPoolExecutor
        self.executor = ThreadPoolExecutor(size, initializer=initializer, initargs=initargs)
        self.lock, self.is_over = threading.Lock(), False

    def submit(self, future, function, args, kwargs):
        def made():
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(function(*args, **kwargs))
                except BaseException as error:
                    future.set_exception(error)
        self.executor.submit(made)

    def end(self, cancel=False):
        self.is_over = True
        self.executor.shutdown(wait=False, cancel_futures=cancel)

    def break_off(self):
        self.end(cancel=True)

    def join(self):
        self.executor.shutdown()


class AsyncResult:
    """What a call, or several, will come to."""

    def __init__(self, futures, combine, callback, error_callback):
        self._futures, self._combine = futures, combine
        self._callback, self._error_callback = callback, error_callback
        self._done, self._lock, self._left = threading.Event(), threading.Lock(), len(futures)
        self._value = self._error = None
        for future in futures:
            future.add_done_callback(self._one_is_done)
        if not futures:
            self._finish()

    def _one_is_done(self, future):
        with self._lock:
            self._left -= 1
            if self._left:
                return
        self._finish()

    def _finish(self):
        try:
            self._value = self._combine([future.result() for future in self._futures])
        except BaseException as error:
            self._error = error
        tell, what = ((self._callback, self._value) if self._error is None
                      else (self._error_callback, self._error))
        if tell is not None:
            tell(what)
        self._done.set()

    def ready(self):
        """Whether the outcome is there."""
        return self._done.is_set()

    def successful(self):
        """Whether the outcome is a result."""
        if not self.ready():
            raise ValueError(f'{self!r} not ready')
        return self._error is None

    def wait(self, timeout=None):
        """Wait for the outcome."""
        self._done.wait(timeout)

    def get(self, timeout=None):
        """The result, when it is there; raises what the call raised."""
        if not self._done.wait(timeout):
            raise TimeoutError
        if self._error is not None:
            raise self._error
        return self._value


ApplyResult = AsyncResult


class IMapIterator:
    """Results of several calls, to be iterated over."""

    def __init__(self, futures, ordered):
        self._ordered, self._results = ordered, []
        # Those that nobody has seen, the next one last.
        self._left = futures[::-1]

    def __iter__(self):
        return self

    def next(self, timeout=None):
        """The next result, when it is there."""
        while not self._results:
            if not self._left:
                raise StopIteration
            done, _ = wait(self._left[-1:] if self._ordered else self._left, timeout, FIRST_COMPLETED)
            if not done:
                raise TimeoutError
            future = done.pop()
            self._left.remove(future)
            self._results = future.result()[::-1]
        return self._results.pop()

    __next__ = next


def _call_for_all(function, batch):
    return [function(item) for item in batch]


def _call_with_all(function, batch):
    return [function(*args) for args in batch]


class Pool:
    """Processes that make calls."""

    _wrap_exception = True

    @staticmethod
    def Process(ctx, *args, **kwargs):
        return ctx.Process(*args, **kwargs)

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        if processes is None:
            processes = os.process_cpu_count() or 1
        if processes < 1:
            raise ValueError('Number of processes must be at least 1')
        if maxtasksperchild is not None and (not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0):
            raise ValueError('maxtasksperchild must be a positive int or None')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._processes = processes
        self._crew = self._make_crew(context, initializer, initargs, maxtasksperchild)

    def _make_crew(self, context, initializer, initargs, maxtasksperchild):
        if context is None:
            import multiprocessing
            context = multiprocessing.get_context()
        return _PoolCrew(context, self._processes, initializer, initargs, maxtasksperchild)

    def __repr__(self):
        state = 'CLOSE' if self._crew.is_over else 'RUN'
        return f'<{type(self).__module__}.{type(self).__qualname__} state={state} pool_size={self._processes}>'

    def __del__(self):
        crew = getattr(self, '_crew', None)
        if crew is not None and not crew.is_over:
            crew.end()

    def _submit(self, function, args, kwargs={}):
        crew, future = self._crew, Future()
        with crew.lock:
            if crew.is_over:
                raise ValueError('Pool not running')
            crew.submit(future, function, args, kwargs)
        return future

    def _batches(self, function, items, chunksize, call):
        items = list(items)
        if chunksize is None:
            # Four batches for each process.
            chunksize = max(1, -(-len(items) // (self._processes * 4)))
        if chunksize < 1:
            raise ValueError(f'Chunksize must be 1+, not {chunksize:n}')
        return [self._submit(call, (function, batch)) for batch in itertools.batched(items, chunksize)]

    def apply(self, func, args=(), kwds={}):
        """Make a call; its result."""
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        """Have a call made."""
        return AsyncResult([self._submit(func, args, kwds)], lambda all: all[0], callback, error_callback)

    def _map(self, function, iterable, chunksize, call, callback=None, error_callback=None):
        futures = self._batches(function, iterable, chunksize, call)
        return AsyncResult(futures, lambda all: [*itertools.chain.from_iterable(all)], callback,
                           error_callback)

    def map(self, func, iterable, chunksize=None):
        """The results of calls with each of the items."""
        return self._map(func, iterable, chunksize, _call_for_all).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """Have calls made with each of the items."""
        return self._map(func, iterable, chunksize, _call_for_all, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        """The results of calls with the arguments that each of the items has."""
        return self._map(func, iterable, chunksize, _call_with_all).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """Have calls made with the arguments that each of the items has."""
        return self._map(func, iterable, chunksize, _call_with_all, callback, error_callback)

    def imap(self, func, iterable, chunksize=1):
        """Iterate over the results of calls with each of the items."""
        return IMapIterator(self._batches(func, iterable, chunksize, _call_for_all), True)

    def imap_unordered(self, func, iterable, chunksize=1):
        """Iterate over the results of calls with each of the items, as they come."""
        return IMapIterator(self._batches(func, iterable, chunksize, _call_for_all), False)

    def close(self):
        """Nothing more will be asked of the pool."""
        self._crew.end()

    def terminate(self):
        """End the processes, whatever they are doing."""
        self._crew.break_off()

    def join(self):
        """Wait for the end of the processes; the pool must be closed or terminated."""
        if not self._crew.is_over:
            raise ValueError('Pool is still running')
        self._crew.join()

    def __enter__(self):
        if self._crew.is_over:
            raise ValueError('Pool not running')
        return self

    def __exit__(self, *args):
        self.terminate()


class ThreadPool(Pool):
    """A pool of threads that looks like one of processes."""

    def __init__(self, processes=None, initializer=None, initargs=()):
        super().__init__(processes, initializer, initargs)

    def _make_crew(self, context, initializer, initargs, maxtasksperchild):
        return _ThreadCrew(self._processes, initializer, initargs)
