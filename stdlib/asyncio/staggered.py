# Attempts that begin one after another, until one of them succeeds.

from _asyncio import CancelledError, get_running_loop
from asyncio.tasks import FIRST_COMPLETED, wait

__all__ = ('staggered_race',)


class _Race:
    def __init__(self, coro_fns, delay, loop):
        self.left, self.delay, self.loop = iter(coro_fns), delay, loop
        # Tasks in the order of their beginning, and what each of them raised.
        self.tasks, self.failures = {}, []
        self.winner, self.result = None, None
        self.next_start = loop.time()

    def start_one(self):
        """Begins the next attempt; there may be none."""
        for coro_fn in self.left:
            task = self.loop.create_task(self.attempt(coro_fn))
            self.tasks[task] = len(self.failures)
            self.failures.append(None)
            self.next_start = None if self.delay is None else self.loop.time() + self.delay
            return
        self.next_start = None
        self.left = None

    async def attempt(self, coro_fn):
        return await coro_fn()

    def has_ended(self, task):
        """Takes the outcome of an attempt."""
        number = self.tasks.pop(task)
        if task.cancelled():
            error = CancelledError()
        else:
            error = task.exception()
        if error is not None:
            self.failures[number] = error
            if number + 1 == len(self.failures) and self.left is not None:
                # The newest one failed: no use in waiting before the next.
                self.next_start = self.loop.time()
        elif self.winner is None:
            self.winner, self.result = number, task.result()

    async def run(self):
        try:
            while self.winner is None:
                now = self.loop.time()
                if self.left is not None and self.next_start is not None and self.next_start <= now:
                    self.start_one()
                if not self.tasks:
                    if self.left is None:
                        break
                    continue
                pause = None if self.next_start is None else max(0, self.next_start - now)
                done, _ = await wait(self.tasks, timeout=pause, return_when=FIRST_COMPLETED)
                for task in sorted(done, key=self.tasks.get):
                    self.has_ended(task)
        finally:
            await self.stop()

    async def stop(self):
        """Ends the attempts that still run."""
        for task in self.tasks:
            task.cancel()
        while self.tasks:
            done, _ = await wait(self.tasks)
            for task in done:
                self.has_ended(task)


async def staggered_race(coro_fns, delay, *, loop=None):
    """Call coroutine functions one after another, the next one after `delay` seconds (None for ever) or
    when the one before it fails, until one succeeds.

    Gives its result (or None), its number (or None), and what each attempt raised.
    """
    race = _Race(coro_fns, delay, get_running_loop() if loop is None else loop)
    try:
        await race.run()
        return race.result, race.winner, race.failures
    finally:
        # Exceptions refer to frames, and those to the race.
        race = None
