# A pool of processes. What leads them is `multiprocessing._crew`.

import multiprocessing.util
import os
from concurrent.futures import _base
from functools import partial
from itertools import batched
from multiprocessing import _crew


class BrokenProcessPool(_base.BrokenExecutor):
    """A process of a pool ended before its time."""


class _RemoteTraceback(Exception):
    """Shows, as the cause of an exception, where it was raised in the other process."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


def _check_system_limits():
    pass


class _ExecutorCrew(_crew.Crew):
    broken = None

    def fail(self, future, error, text):
        error.__cause__ = _RemoteTraceback(f'\n"""\n{text}"""')
        future.set_exception(error)

    def on_loss(self, worker):
        self.broken = 'A child process terminated abruptly, the process pool is not usable anymore'
        if worker.future is not None:
            worker.future.set_exception(_why_lost())
        self.collapse(_why_lost)


def _why_lost():
    return BrokenProcessPool('A process in the process pool was terminated abruptly while the future was '
                             'running or pending.')


def _call_for_all(function, batch):
    return [function(*args) for args in batch]


class ProcessPoolExecutor(_base.Executor):
    """Runs calls in a pool of processes."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *,
                 max_tasks_per_child=None):
        if max_workers is None:
            max_workers = os.process_cpu_count() or 1
        if max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if not (initializer is None or callable(initializer)):
            raise TypeError('initializer must be a callable')
        if max_tasks_per_child is not None:
            if not isinstance(max_tasks_per_child, int):
                raise TypeError('max_tasks_per_child must be an integer')
            if max_tasks_per_child <= 0:
                raise ValueError('max_tasks_per_child must be >= 1')
        if mp_context is None:
            mp_context = multiprocessing.get_context(None if max_tasks_per_child is None else 'spawn')
        if max_tasks_per_child is not None and mp_context.get_start_method(allow_none=False) == 'fork':
            raise ValueError('max_tasks_per_child is incompatible with the \'fork\' multiprocessing start '
                             'method; supply a different mp_context.')
        self._max_workers, self._mp_context = max_workers, mp_context
        self._crew = _ExecutorCrew(mp_context, max_workers, initializer, initargs, max_tasks_per_child)

    def __del__(self):
        # When nobody has the executor any more, its processes may go.
        if hasattr(self, '_crew'):
            self._crew.end()

    @property
    def _processes(self):
        return {pid: worker.process for pid, worker in self._crew.workers.items()}

    @property
    def _executor_manager_thread(self):
        return self._crew.thread

    @property
    def _broken(self):
        return self._crew.broken or False

    def submit(self, fn, /, *args, **kwargs):
        crew = self._crew
        with crew.lock:
            if crew.broken:
                raise BrokenProcessPool(crew.broken)
            if crew.is_over or _crew.is_program_over:
                end = 'interpreter shutdown' if _crew.is_program_over else 'shutdown'
                raise RuntimeError(f'cannot schedule new futures after {end}')
            future = _base.Future()
            crew.submit(future, fn, args, kwargs)
        return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        if chunksize < 1:
            raise ValueError('chunksize must be >= 1.')
        batches = batched(zip(*iterables), chunksize)
        results = super().map(partial(_call_for_all, fn), batches, timeout=timeout)
        return _one_by_one(results)

    map.__doc__ = _base.Executor.map.__doc__

    def shutdown(self, wait=True, *, cancel_futures=False):
        self._crew.end(cancel_futures)
        if wait:
            self._crew.join()

    shutdown.__doc__ = _base.Executor.shutdown.__doc__


def _one_by_one(lists):
    for results in lists:
        results.reverse()
        while results:
            yield results.pop()
