# Processes that make calls, one at a time each, and the thread that hands calls out to them. Executors
# and pools are made of this.
#
# A worker has a connection of its own, so a call is with one worker or with none: it can be cancelled
# until then, and when a worker ends, exactly its call is lost. While nothing is under way the thread waits
# for a lock, and not for descriptors: then nothing can come from outside.

import os
import pickle
import sys
import threading
import weakref
from collections import deque

from multiprocessing.connection import Pipe, wait

# The ends of connections that only this process must hold, and those who have calls under way.
_own_ends = weakref.WeakSet()
_crews = weakref.WeakSet()
is_program_over = False


def _in_copy():
    for end in list(_own_ends):
        end.close()
    _own_ends.clear()
    _crews.clear()


def _end_all():
    global is_program_over
    is_program_over = True
    crews = list(_crews)
    # One may wait for another: all are told before any is waited for.
    for crew in crews:
        crew.at_exit()
    for crew in crews:
        crew.join()


os.register_at_fork(after_in_child=_in_copy)
threading._register_atexit(_end_all)


def _text_of(error):
    import traceback
    where = error.__traceback__
    while where is not None and where.tb_frame.f_globals is globals():
        where = where.tb_next
    return ''.join(traceback.format_exception(type(error), error, where))


def _outcome(call):
    """What a call comes to, as bytes: whether it went well, the result or exception, a traceback."""
    try:
        function, args, kwargs = pickle.loads(call)
        result, is_good, text = function(*args, **kwargs), True, None
    except BaseException as error:
        result, is_good, text = error, False, _text_of(error)
    try:
        return pickle.dumps((is_good, result, text))
    except Exception as error:
        try:
            return pickle.dumps((None, error, (_text_of(error), repr(error), repr(result))))
        except Exception:
            lost = TypeError(f'cannot pickle {type(error).__name__}')
            return pickle.dumps((None, lost, (_text_of(error), repr(error), '?')))


def work(link, initializer, initargs, calls):
    """What a worker does: make calls until it is told to go, or nobody is there to tell it."""
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException as error:
            print('Exception in initializer:', _text_of(error), sep='\n', end='', file=sys.stderr, flush=True)
            return
    try:
        while calls is None or calls > 0:
            call = link.recv_bytes()
            if not call:
                return
            link.send_bytes(_outcome(call))
            calls = calls and calls - 1
    except (EOFError, OSError, KeyboardInterrupt):
        # The other side has gone, or the user has interrupted all of the program.
        pass


class _Worker:
    def __init__(self, crew):
        self.link, other = Pipe()
        _own_ends.add(self.link)
        self.future, self.calls_left = None, crew.calls_per_worker
        self.process = crew.context.Process(
            target=work, args=(other, *crew.beginning, crew.calls_per_worker), daemon=crew.daemon)
        self.process.start()
        other.close()

    def is_free(self):
        return self.future is None and self.calls_left != 0

    def part(self):
        """Tell it to go, and wait for its end."""
        try:
            self.link.send_bytes(b'')
        except OSError:
            pass
        self.link.close()
        self.process.join()


class Crew:
    """Workers, and the calls that they are to make."""

    daemon = None
    bell = None

    def __init__(self, context, size, initializer, initargs, calls_per_worker):
        self.context, self.size, self.beginning = context, size, (initializer, initargs)
        self.calls_per_worker = calls_per_worker
        # Guards what follows. A fork may happen while it is held: workers do not touch it.
        self.lock = threading.Lock()
        self.waiting, self.workers = deque(), {}
        self.is_over, self.thread = False, None
        self.something = threading.Semaphore(0)
        self.bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        _crews.add(self)

    def __del__(self):
        if self.bell is not None:
            os.close(self.bell)

    # What differs between executors and pools.

    def on_loss(self, worker):
        """A worker has ended that should not have."""

    def fail(self, future, error, text):
        """The call has raised an exception."""
        future.set_exception(error)

    def cannot_send(self, error, texts):
        """The exception for a result that cannot be pickled."""
        return error

    def at_exit(self):
        """The program ends."""
        self.end()

    # For whoever has calls to make.

    def submit(self, future, function, args, kwargs):
        """Have a call made; the lock is held."""
        self.waiting.append((future, function, args, kwargs))
        self.recruit()
        if self.thread is None:
            self.thread = threading.Thread(target=self._lead, name=f'{type(self).__name__}Thread')
            self.thread.start()
        self.ring()

    def recruit(self):
        """Start workers for the calls that wait. Copies of this process are all made at once."""
        if self.is_over and not self.waiting:
            return
        number = len(self.workers)
        if self.context.get_start_method() == 'fork':
            missing = self.size - number
        else:
            free = sum(worker.is_free() for worker in list(self.workers.values()))
            missing = min(self.size - number, len(self.waiting) - free)
        for _ in range(missing):
            worker = _Worker(self)
            self.workers[worker.process.pid] = worker

    def ring(self):
        """Have the thread look around."""
        self.something.release()
        os.eventfd_write(self.bell, 1)

    def end(self, cancel=False):
        """Nothing more will be submitted; what waits is cancelled if asked."""
        with self.lock:
            self.is_over = True
            dropped = [item[0] for item in self.waiting] if cancel else []
            if cancel:
                self.waiting.clear()
        for future in dropped:
            future.cancel()
            future.set_running_or_notify_cancel()
        self.ring()

    def join(self):
        """Wait until all is done and the workers have gone."""
        if self.thread is not None:
            self.thread.join()

    # The thread.

    def _lead(self):
        try:
            while self._goes_on():
                if self._is_busy():
                    self._listen()
                else:
                    self.something.acquire()
                    while self.something.acquire(blocking=False):
                        pass
                self._hand_out()
        except Exception as error:
            # A process cannot be started, for example.
            self.collapse(lambda: error)
        with self.lock:
            leaving, self.workers = self.workers, {}
        for worker in leaving.values():
            worker.part()

    def collapse(self, reason):
        """All calls are lost, for the reason that a function makes, and all workers are ended."""
        with self.lock:
            self.is_over = True
            workers, self.workers = self.workers, {}
            lost = [item[0] for item in self.waiting if item[0].set_running_or_notify_cancel()]
            self.waiting.clear()
        for worker in workers.values():
            worker.process.terminate()
            worker.link.close()
        for future in [worker.future for worker in workers.values()] + lost:
            if future is not None:
                future.set_exception(reason())
        for worker in workers.values():
            worker.process.join()

    def _goes_on(self):
        with self.lock:
            return not self.is_over or bool(self.waiting) or self._is_busy()

    def _is_busy(self):
        return any(worker.future is not None or worker.calls_left == 0 for worker in list(self.workers.values()))

    def _listen(self):
        by_source = {self.bell: None}
        for worker in list(self.workers.values()):
            by_source[worker.process.sentinel] = by_source[worker.link.fileno()] = worker
        ready = wait(by_source)
        if self.bell in ready:
            try:
                os.eventfd_read(self.bell)
            except BlockingIOError:
                pass
        for worker in dict.fromkeys(by_source[source] for source in ready):
            if worker is not None:
                self._hear(worker)

    def _hear(self, worker):
        # What a worker has said before its end still counts.
        if worker.future is not None and worker.link.poll():
            try:
                message = worker.link.recv_bytes()
            except (EOFError, OSError):
                message = None
            if message is not None:
                if worker.calls_left is not None:
                    worker.calls_left -= 1
                future, worker.future = worker.future, None
                self._settle(future, message)
                return
        if worker.process._ask() is not None or worker.future is not None:
            self._gone(worker)

    def _gone(self, worker):
        worker.process.join()
        worker.link.close()
        with self.lock:
            self.workers.pop(worker.process.pid, None)
            has_left = worker.calls_left == 0
            if has_left:
                self.recruit()
        if not has_left:
            self.on_loss(worker)

    def _settle(self, future, message):
        try:
            is_good, value, text = pickle.loads(message)
        except BaseException as error:
            self.fail(future, error, _text_of(error))
            return
        if is_good:
            future.set_result(value)
        elif is_good is None:
            self.fail(future, self.cannot_send(value, text), text[0])
        else:
            self.fail(future, value, text)

    def _next(self, worker):
        """The next call for a worker, unless it has ended without anybody having listened."""
        if self.waiting and worker.process._ask() is not None:
            self._gone(worker)
            return None, None
        with self.lock:
            while self.waiting:
                future, *call = self.waiting.popleft()
                if future.set_running_or_notify_cancel():
                    return future, call
        return None, None

    def _hand_out(self):
        for worker in list(self.workers.values()):
            while worker.is_free():
                future, call = self._next(worker)
                if future is None:
                    break
                try:
                    message = pickle.dumps(call)
                except BaseException as error:
                    self.fail(future, error, _text_of(error))
                    continue
                worker.future = future
                try:
                    worker.link.send_bytes(message)
                except OSError:
                    # It has ended: its sentinel says so.
                    pass
                del future, call
