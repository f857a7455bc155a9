# The queues. What a queue holds is up to `_init`, `_put` and `_get`, which derived classes replace.

from _asyncio import get_running_loop, _Fifo
from asyncio.locks import Event, _Bound

__all__ = ('Queue', 'PriorityQueue', 'LifoQueue', 'QueueFull', 'QueueEmpty', 'QueueShutDown')


class QueueEmpty(Exception):
    """get_nowait() found nothing in the queue."""


class QueueFull(Exception):
    """put_nowait() found no room in the queue."""


class QueueShutDown(Exception):
    """The queue was shut down: nothing goes in, or nothing is left."""


class Queue(_Bound):
    """First in, first out."""

    def __init__(self, maxsize=0):
        self._maxsize, self._unfinished_tasks, self._is_shutdown = maxsize, 0, False
        # Who waits for an item, for room, and for all items to be dealt with.
        self._getters, self._putters, self._finished = {}, {}, Event()
        self._finished.set()
        self._init(maxsize)

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)

    def _init(self, maxsize):
        self._queue = _Fifo()

    def _get(self):
        return self._queue.popleft()

    def _put(self, item):
        self._queue.append(item)

    def _wakeup_next(self, waiters):
        # Waiters that were cancelled are still there: their tasks have not run yet.
        while waiters:
            waiter = next(iter(waiters))
            del waiters[waiter]
            if not waiter.done():
                waiter.set_result(None)
                break

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x} {self._format()}>'

    def __str__(self):
        return f'<{type(self).__name__} {self._format()}>'

    def _format(self):
        items = list(getattr(self, '_queue', None) or ())
        facts = [f'maxsize={self._maxsize!r}', items and f'_queue={items!r}']
        facts += [waiters and f'{name}[{len(waiters)}]'
                  for name, waiters in (('_getters', self._getters), ('_putters', self._putters))]
        facts.append(self._unfinished_tasks and f'tasks={self._unfinished_tasks}')
        facts.append(self._is_shutdown and 'shutdown')
        return ' '.join(fact for fact in facts if fact)

    def qsize(self):
        """How many items there are."""
        return len(self._queue)

    @property
    def maxsize(self):
        """How many items there may be; 0 if any number."""
        return self._maxsize

    def empty(self):
        """Whether there are no items."""
        return not self._queue

    def full(self):
        """Whether no more items fit."""
        return 0 < self._maxsize <= self.qsize()

    async def _wait(self, waiters, blocked):
        # Waits once, for a wake-up from the other side.
        waiter = self._get_loop().create_future()
        waiters[waiter] = None
        try:
            await waiter
        except:
            waiter.cancel()
            waiters.pop(waiter, None)
            # Woken and cancelled at once: the wake-up goes to the next one.
            if not blocked() and not waiter.cancelled():
                self._wakeup_next(waiters)
            raise

    async def put(self, item):
        """Put an item into the queue; waits while it is full."""
        while self.full():
            if self._is_shutdown:
                raise QueueShutDown
            await self._wait(self._putters, self.full)
        return self.put_nowait(item)

    def put_nowait(self, item):
        """Put an item into the queue; QueueFull if it does not fit."""
        if self._is_shutdown or self.full():
            raise QueueShutDown if self._is_shutdown else QueueFull
        self._put(item)
        self._unfinished_tasks += 1
        self._finished.clear()
        self._wakeup_next(self._getters)

    async def get(self):
        """Take an item out of the queue; waits while there is none."""
        while self.empty():
            if self._is_shutdown and self.empty():
                raise QueueShutDown
            await self._wait(self._getters, self.empty)
        return self.get_nowait()

    def get_nowait(self):
        """Take an item out of the queue; QueueEmpty if there is none."""
        if self.empty():
            raise QueueShutDown if self._is_shutdown else QueueEmpty
        item = self._get()
        self._wakeup_next(self._putters)
        return item

    def task_done(self):
        """Say that an item taken earlier has been worked on."""
        if self._unfinished_tasks <= 0:
            raise ValueError('task_done() called too many times')
        self._unfinished_tasks -= 1
        if self._unfinished_tasks == 0:
            self._finished.set()

    async def join(self):
        """Wait until every item has been worked on."""
        if self._unfinished_tasks > 0:
            await self._finished.wait()

    def shutdown(self, immediate=False):
        """No more puts; gets go on until the queue is empty, or fail at once."""
        self._is_shutdown = True
        if immediate:
            dropped = 0
            while not self.empty():
                self._get()
                dropped += 1
            self._unfinished_tasks = max(self._unfinished_tasks - dropped, 0)
            if not self._unfinished_tasks:
                self._finished.set()
        for waiters in (self._getters, self._putters):
            while waiters:
                self._wakeup_next(waiters)


class PriorityQueue(Queue):
    """The smallest item first."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        # A heap: every item is at most as large as its two children.
        heap, at = self._queue, len(self._queue)
        heap.append(item)
        while at > 0:
            parent = (at - 1) >> 1
            if not item < heap[parent]:
                break
            heap[at] = heap[parent]
            at = parent
        heap[at] = item

    def _get(self):
        heap = self._queue
        last = heap.pop()
        if not heap:
            return last
        first = heap[0]
        at, size = 0, len(heap)
        # The gap goes down to a leaf, then the last item rises from there.
        while (child := 2 * at + 1) < size:
            if child + 1 < size and not heap[child] < heap[child + 1]:
                child += 1
            heap[at] = heap[child]
            at = child
        while at > 0:
            parent = (at - 1) >> 1
            if not last < heap[parent]:
                break
            heap[at] = heap[parent]
            at = parent
        heap[at] = last
        return first


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.pop()
