# Queues between threads.

import threading
from _queue import Empty, SimpleQueue
from collections import deque
from heapq import heappop, heappush
from time import monotonic as time

__all__ = ['Empty', 'Full', 'ShutDown', 'Queue', 'PriorityQueue', 'LifoQueue', 'SimpleQueue']


class Full(Exception):
    """There is no room in the queue."""


class ShutDown(Exception):
    """The queue was shut down."""


class Queue:
    """First in, first out; with maxsize above zero, putting waits while the queue is full."""

    def __init__(self, maxsize=0):
        self.maxsize, self.unfinished_tasks, self.is_shutdown = maxsize, 0, False
        # One lock for all, and what threads wait for.
        self.mutex = lock = threading.Lock()
        for event in ('not_empty', 'not_full', 'all_tasks_done'):
            setattr(self, event, threading.Condition(lock))
        self._init(maxsize)

    def task_done(self):
        """Say that an item that was taken from the queue is dealt with."""
        with self.all_tasks_done:
            if self.unfinished_tasks < 1:
                raise ValueError('task_done() called too many times')
            self.unfinished_tasks -= 1
            if not self.unfinished_tasks:
                self.all_tasks_done.notify_all()

    def join(self):
        """Wait until all items have been dealt with."""
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def qsize(self):
        """How many items there are, at this moment."""
        with self.mutex:
            return self._qsize()

    def empty(self):
        """Whether there is none, at this moment."""
        with self.mutex:
            return not self._qsize()

    def full(self):
        """Whether there is no room, at this moment."""
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    def _has_room(self):
        if self.is_shutdown:
            raise ShutDown
        return self._qsize() < self.maxsize

    def _has_item(self):
        if self._qsize():
            return True
        if self.is_shutdown:
            raise ShutDown
        return False

    def _wait_until(self, ready, event, block, timeout, failure):
        """Wait, with the lock held, until ready() is true; raise failure if it is not in time."""
        is_ready, end = ready(), None
        if block and timeout is not None:
            if timeout < 0:
                raise ValueError("'timeout' must be a non-negative number")
            end = time() + timeout
        while not is_ready:
            left = end if end is None else end - time()
            if not block or left is not None and left <= 0:
                raise failure
            event.wait(left)
            is_ready = ready()

    def put(self, item, block=True, timeout=None):
        """Put an item into the queue, waiting for room if need be; Full if there is none in time."""
        with self.not_full:
            if self.maxsize > 0:
                self._wait_until(self._has_room, self.not_full, block, timeout, Full)
            elif self.is_shutdown:
                raise ShutDown
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def get(self, block=True, timeout=None):
        """Take an item out of the queue, waiting for one if need be; Empty if there is none in time."""
        with self.not_empty:
            self._wait_until(self._has_item, self.not_empty, block, timeout, Empty)
            item = self._get()
            self.not_full.notify()
        return item

    def put_nowait(self, item):
        """Add an item if there is room; Full otherwise."""
        return self.put(item, block=False)

    def get_nowait(self):
        """Take an item out of the queue if there is one."""
        return self.get(block=False)

    def shutdown(self, immediate=False):
        """Have put() raise ShutDown from now on, and get() once the queue is empty.

        With immediate the queue is emptied at once, and join() does not wait for what was in it.
        """
        with self.mutex:
            self.is_shutdown = True
            concerned = [self.not_empty, self.not_full]
            if immediate:
                concerned.append(self.all_tasks_done)
                dropped = 0
                while self._qsize():
                    self._get()
                    dropped += 1
                self.unfinished_tasks = max(self.unfinished_tasks - dropped, 0)
            for event in concerned:
                event.notify_all()

    # What other orders replace.

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    __class_getitem__ = classmethod(type(list[int]))


class PriorityQueue(Queue):
    """Lowest item first."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self.queue = []

    def _get(self):
        return self.queue.pop()
