# Runner: several programs on one loop. asyncio.run() itself is native, and both share what matters.

from _asyncio import (
    _close_loop, _copy_context, _get_running_loop, _run_main, iscoroutine, new_event_loop, run,
    set_event_loop)

__all__ = ('Runner', 'run')

_CREATED, _INITIALIZED, _CLOSED = 'created', 'initialized', 'closed'


class Runner:
    """A `with` block that runs coroutines on a loop of its own."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._debug, self._loop_factory = debug, loop_factory
        self._state, self._set_event_loop = _CREATED, False
        self._loop = self._context = None

    def __enter__(self):
        self._lazy_init()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.close()

    def close(self):
        """Cancel what is left and close the loop."""
        if self._state is not _INITIALIZED:
            return
        loop = self._loop
        self._loop = None
        self._state = _CLOSED
        _close_loop(loop, self._set_event_loop)

    def get_loop(self):
        """The loop."""
        self._lazy_init()
        return self._loop

    def run(self, coro, *, context=None):
        """Run a coroutine to its end."""
        if not iscoroutine(coro):
            raise ValueError(f'a coroutine was expected, got {coro!r}')
        if _get_running_loop() is not None:
            raise RuntimeError('Runner.run() cannot be called from a running event loop')
        self._lazy_init()
        return _run_main(self._loop, coro, self._context if context is None else context)

    def _make_loop(self):
        if self._loop_factory is not None:
            return self._loop_factory()
        made = new_event_loop()
        if not self._set_event_loop:
            set_event_loop(made)
            self._set_event_loop = True
        return made

    def _lazy_init(self):
        if self._state is _CLOSED:
            raise RuntimeError('Runner is closed')
        if self._state is not _INITIALIZED:
            self._loop = self._make_loop()
            if self._debug is not None:
                self._loop.set_debug(self._debug)
            self._context, self._state = _copy_context(), _INITIALIZED
