# A pool of threads.

import queue
import threading
import weakref
from _thread import _processors
from concurrent.futures import _base

# Threads and the queues that they look at: told when the program ends.
_threads_queues = weakref.WeakKeyDictionary()
_shutdown = False
_global_shutdown_lock = threading.Lock()
_pools = 0


def _python_exit():
    global _shutdown
    with _global_shutdown_lock:
        _shutdown = True
    running = dict(_threads_queues.items())
    # One thread may wait for another: all are told before any is waited for.
    for work in running.values():
        work.put(None)
    for thread in running:
        thread.join()


threading._register_atexit(_python_exit)


class BrokenThreadPool(_base.BrokenExecutor):
    """An initializer of the pool's threads failed."""


class _WorkItem:
    def __init__(self, future, fn, args, kwargs):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs

    def run(self):
        if self.future.set_running_or_notify_cancel():
            result = error = None
            try:
                result = self.fn(*self.args, **self.kwargs)
            except BaseException as raised:
                error = raised
            try:
                self.future._finish(result, error)
            finally:
                # The exception's traceback refers to this frame.
                self = error = None


def _has_begun(pool_reference, initializer, initargs):
    """Whether the initializer went well; if not, the pool takes note."""
    try:
        if initializer is not None:
            initializer(*initargs)
        return True
    except BaseException as error:
        _base._log('Exception in initializer:', error)
    pool = pool_reference()
    if pool is not None:
        pool._initializer_failed()
    return False


def _tell_idle(pool_reference):
    pool = pool_reference()
    if pool is not None:
        pool._idle_semaphore.release()


def _is_over(pool_reference):
    """Whether nothing more will come; then the pool knows, too."""
    pool = pool_reference()
    is_over = _shutdown or pool is None or pool._shutdown
    if is_over and pool is not None:
        pool._shutdown = True
    return is_over


def _worker(pool_reference, work, initializer, initargs):
    # No local variable holds the pool: waiting for work must not keep it alive.
    if not _has_begun(pool_reference, initializer, initargs):
        return
    while True:
        if work.empty():
            _tell_idle(pool_reference)
        item = work.get()
        if item is None and _is_over(pool_reference):
            break
        if item is not None:
            item.run()
        del item
    # The next thread hears of it, too.
    work.put(None)


class ThreadPoolExecutor(_base.Executor):
    """Runs calls in a pool of threads."""

    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        global _pools
        self._max_workers = min(32, _processors() + 4) if max_workers is None else max_workers
        if self._max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if not (initializer is None or callable(initializer)):
            raise TypeError('initializer must be a callable')
        if not thread_name_prefix:
            thread_name_prefix = f'ThreadPoolExecutor-{_pools}'
            _pools += 1
        self._thread_name_prefix = thread_name_prefix
        self._initializer, self._initargs = initializer, initargs
        self._work_queue, self._threads = queue.SimpleQueue(), set()
        self._idle_semaphore, self._shutdown_lock = threading.Semaphore(0), threading.Lock()
        self._broken = self._shutdown = False

    def _refusal(self):
        """Why nothing can be submitted any more; None if it can."""
        if self._broken:
            return BrokenThreadPool(self._broken)
        end = 'shutdown' if self._shutdown else 'interpreter shutdown' if _shutdown else None
        return end and RuntimeError(f'cannot schedule new futures after {end}')

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock, _global_shutdown_lock:
            refusal = self._refusal()
            if refusal is not None:
                raise refusal
            item = _WorkItem(_base.Future(), fn, args, kwargs)
            future = item.future
            self._work_queue.put(item)
            self._adjust_thread_count()
        return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def _adjust_thread_count(self):
        number, work = len(self._threads), self._work_queue
        if self._idle_semaphore.acquire(blocking=False) or number >= self._max_workers:
            return
        # When the pool goes, a thread that waits for work has to hear of it.
        pool = weakref.ref(self, lambda _: work.put(None))
        made = threading.Thread(name=f'{self._thread_name_prefix or self}_{number}', target=_worker,
                                args=(pool, work, self._initializer, self._initargs))
        made.start()
        self._threads.add(made)
        _threads_queues[made] = work

    def _initializer_failed(self):
        with self._shutdown_lock:
            self._broken = ('A thread initializer failed, the thread pool is not usable anymore')
            for item in self._drain():
                item.future.set_exception(BrokenThreadPool(self._broken))

    def _drain(self):
        items = []
        while True:
            try:
                item = self._work_queue.get_nowait()
            except queue.Empty:
                return items
            if item is not None:
                items.append(item)

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._shutdown = True
            if cancel_futures:
                for item in self._drain():
                    item.future.cancel()
            # One thread wakes up the next one.
            self._work_queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    shutdown.__doc__ = _base.Executor.shutdown.__doc__
