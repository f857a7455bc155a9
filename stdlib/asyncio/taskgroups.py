# TaskGroup: tasks that live no longer than a block, and fail together.

from _asyncio import current_task, get_running_loop, CancelledError

__all__ = ('TaskGroup',)


class TaskGroup:
    """An `async with` whose tasks are done when the block is left."""

    def __init__(self):
        self._entered = self._exiting = self._aborting = False
        # The group itself asked for the parent's cancellation.
        self._parent_cancel_requested = False
        self._loop = self._parent_task = self._on_completed_fut = self._base_error = None
        self._tasks, self._errors = set(), []

    def __repr__(self):
        counted = {'tasks': self._tasks, 'errors': self._errors}
        words = ['<TaskGroup', *(f'{name}={len(all)}' for name, all in counted.items() if all)]
        if self._aborting or self._entered:
            words.append('cancelling' if self._aborting else 'entered')
        return ' '.join(words) + '>'

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f'TaskGroup {self!r} has already been entered')
        self._entered, self._loop = True, self._loop or get_running_loop()
        self._parent_task = parent = current_task(self._loop)
        if parent is not None:
            return self
        raise RuntimeError(f'TaskGroup {self!r} cannot determine the parent task')

    async def __aexit__(self, et, exc, tb):
        tb = None
        try:
            return await self._leave(et, exc)
        finally:
            # The exceptions' tracebacks would keep this frame, and it them.
            et = exc = None
            self._parent_task = None
            self._errors = None
            self._base_error = None

    def _note_base_error(self, exc):
        if self._base_error is None and self._is_base_error(exc):
            self._base_error = exc

    async def _join(self, cancelled):
        """Waits for the tasks; gives the last cancellation of the parent, or the one before."""
        while self._tasks:
            self._on_completed_fut = self._on_completed_fut or self._loop.create_future()
            try:
                await self._on_completed_fut
            except CancelledError as error:
                if not self._aborting:
                    cancelled = error
                    self._abort()
            self._on_completed_fut = None
        try:
            return cancelled
        finally:
            # Its traceback refers to this frame.
            cancelled = None

    async def _leave(self, et, exc):
        self._exiting = True
        failed = et is not None
        was_cancelled = failed and issubclass(et, CancelledError)
        if failed:
            self._note_base_error(exc)
            if not self._aborting:
                # The block failed: so do its tasks.
                self._abort()
        cancelled = await self._join(exc if was_cancelled else None)
        try:
            if self._base_error is not None:
                raise self._base_error
            # Ours alone? Then it is no cancellation for anybody outside.
            if self._parent_cancel_requested and not self._parent_task.uncancel():
                cancelled = None
            if cancelled is not None and not self._errors:
                raise cancelled
            if failed and not was_cancelled:
                self._errors.append(exc)
            if self._errors:
                # Somebody else cancelled us too: that must not get lost behind the group.
                if self._parent_task.cancelling():
                    self._parent_task.uncancel()
                    self._parent_task.cancel()
                raise BaseExceptionGroup('unhandled errors in a TaskGroup', self._errors) from None
        finally:
            cancelled = exc = None

    def _refusal(self):
        """Why no task can be added; None if one can."""
        if not self._entered:
            return 'has not been entered'
        if self._exiting and not self._tasks:
            return 'is finished'
        return 'is shutting down' if self._aborting else None

    def create_task(self, coro, *, name=None, context=None):
        """Start a task in the group."""
        if not self._entered or self._exiting or self._aborting:
            refusal = self._refusal()
            if refusal is not None:
                coro.close()
                raise RuntimeError(f'TaskGroup {self!r} {refusal}')
        make = self._loop.create_task
        task = make(coro, name=name) if context is None else make(coro, name=name, context=context)
        try:
            if task.done():
                self._on_task_done(task)
            else:
                self._tasks.add(task)
                task.add_done_callback(self._on_task_done)
            return task
        finally:
            # No reference from this frame to the task.
            del task

    @staticmethod
    def _is_base_error(exc):
        return isinstance(exc, (SystemExit, KeyboardInterrupt))

    def _abort(self):
        self._aborting = True
        for task in self._tasks:
            if not task.done():
                task.cancel()

    def _on_task_done(self, task):
        self._tasks.discard(task)
        joined = self._on_completed_fut
        if joined is not None and not self._tasks and not joined.done():
            joined.set_result(True)
        exc = None if task.cancelled() else task.exception()
        if exc is not None:
            self._on_failure(task, exc)

    def _on_failure(self, task, exc):
        self._errors.append(exc)
        self._note_base_error(exc)
        parent = self._parent_task
        if parent.done():
            self._loop.call_exception_handler({
                'message': f'Task {task!r} has errored out but its parent task {parent} is '
                           'already completed',
                'exception': exc, 'task': task})
        elif not (self._aborting or self._parent_cancel_requested):
            # The first failure ends the block, wherever it waits.
            self._parent_cancel_requested = True
            self._abort()
            parent.cancel()
