# Queues between processes: a pipe, with locks around its ends. A Queue writes in a thread of its own, so
# that putting does not wait for who reads.

import os
import pickle
import threading
from queue import Empty, Full, SimpleQueue as _ThreadQueue

from multiprocessing import process as _process
from multiprocessing.connection import Pipe
from multiprocessing.synchronize import Condition, Lock, Semaphore

_MOST = 0x7fffffff


class SimpleQueue:
    """A queue that is little more than a pipe with locks; putting waits if it is full."""

    def __init__(self, *, ctx=None):
        self._reader, self._writer = Pipe(duplex=False)
        self._reading, self._writing = Lock(), Lock()

    def close(self):
        """Close both ends of the pipe here."""
        self._reader.close()
        self._writer.close()

    def empty(self):
        """Whether nothing is in the queue."""
        return not self._reader.poll()

    def get(self):
        """Take the next object, waiting for it if need be."""
        with self._reading:
            data = self._reader.recv_bytes()
        return pickle.loads(data)

    def put(self, obj):
        """Put an object into the queue."""
        data = pickle.dumps(obj)
        with self._writing:
            self._writer.send_bytes(data)

    __class_getitem__ = classmethod(type(list[int]))


class _Feeder:
    """Writes in a thread what is put into a queue by this process."""

    def __init__(self, queue):
        self.pid, self.items = os.getpid(), _ThreadQueue()
        self.thread = threading.Thread(
            target=self._feed, args=(queue._writer, queue._writing, queue._give_back), daemon=True,
            name='QueueFeederThread')
        self.thread.start()

    def _feed(self, writer, writing, give_back):
        while (item := self.items.get()) is not None:
            try:
                data = pickle.dumps(item[0])
                with writing:
                    writer.send_bytes(data)
            except BrokenPipeError:
                # Nobody reads any more.
                return
            except Exception:
                give_back()
                import traceback
                traceback.print_exc()
            del item

    def end(self):
        """Have it end when all is written."""
        self.items.put(None)

    def join(self):
        self.end()
        self.thread.join()


class Queue:
    """A queue that processes share."""

    _feeder = None
    _is_closed = False
    _joins = True

    def __init__(self, maxsize=0, *, ctx=None):
        self._maxsize = maxsize if maxsize > 0 else _MOST
        self._reader, self._writer = Pipe(duplex=False)
        self._reading, self._writing = Lock(), Lock()
        self._places = Semaphore(self._maxsize)
        self._starting = threading.Lock()

    def __getstate__(self):
        from multiprocessing.context import assert_spawning
        assert_spawning(self)
        return {name: value for name, value in self.__dict__.items()
                if name not in ('_feeder', '_starting', '_is_closed', '_joins')}

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._starting = threading.Lock()

    def _give_back(self):
        self._places.release()

    def _own_feeder(self):
        # A copy of the process has no thread.
        if self._feeder is None or self._feeder.pid != os.getpid():
            self._starting = threading.Lock()
            self._feeder = _Feeder(self)
            _process._see_to_the_end()
            _process._before_end.append(self._at_end)
        return self._feeder

    def _at_end(self):
        if self._joins and self._feeder is not None:
            self._feeder.join()

    def put(self, obj, block=True, timeout=None):
        """Put an object into the queue; queue.Full if there is no place in time."""
        if self._is_closed:
            raise ValueError(f'Queue {self!r} is closed')
        if not self._places.acquire(block, timeout):
            raise Full
        self._own_feeder().items.put((obj,))

    def get(self, block=True, timeout=None):
        """Take the next object; queue.Empty if there is none in time."""
        if self._is_closed:
            raise ValueError(f'Queue {self!r} is closed')
        if block and timeout is None:
            with self._reading:
                data = self._reader.recv_bytes()
        else:
            data = self._get_in_time(timeout if block else 0)
        self._places.release()
        return pickle.loads(data)

    def _get_in_time(self, timeout):
        import time
        end = time.monotonic() + max(0, timeout)
        if not self._reading.acquire(timeout != 0, timeout):
            raise Empty
        try:
            if not self._reader.poll(max(0, end - time.monotonic())):
                raise Empty
            return self._reader.recv_bytes()
        finally:
            self._reading.release()

    def qsize(self):
        """About how many objects are in the queue."""
        return self._maxsize - self._places.get_value()

    def empty(self):
        """Whether nothing is to be taken now."""
        return not self._reader.poll()

    def full(self):
        """Whether nothing can be put now."""
        return self._places.locked()

    def get_nowait(self):
        """Take the next object if there is one."""
        return self.get(False)

    def put_nowait(self, obj):
        """Put an object into the queue if there is a place."""
        self.put(obj, False)

    def close(self):
        """This process puts and takes nothing more."""
        if not self._is_closed:
            self._is_closed = True
            self._reader.close()
            if self._feeder is not None:
                self._feeder.end()

    def join_thread(self):
        """Wait until all is written; the queue must be closed."""
        assert self._is_closed, f'Queue {self!r} not closed'
        self._at_end()

    def cancel_join_thread(self):
        """Do not wait, when the process ends, for what is still to be written."""
        self._joins = False

    __class_getitem__ = classmethod(type(list[int]))


class JoinableQueue(Queue):
    """A queue that knows whether all that was put is dealt with."""

    def __init__(self, maxsize=0, *, ctx=None):
        super().__init__(maxsize)
        self._unfinished, self._finished = Semaphore(0), Condition()

    def put(self, obj, block=True, timeout=None):
        """Put an object into the queue; queue.Full if there is no place in time."""
        # Counted before: whoever takes it may say at once that it is dealt with.
        self._unfinished.release()
        try:
            super().put(obj, block, timeout)
        except BaseException:
            self.task_done()
            raise

    def task_done(self):
        """What was taken is dealt with."""
        with self._finished:
            if not self._unfinished.acquire(False):
                raise ValueError('task_done() called too many times')
            if self._unfinished.locked():
                self._finished.notify_all()

    def join(self):
        """Wait until all that was put is dealt with."""
        with self._finished:
            if not self._unfinished.locked():
                self._finished.wait()
