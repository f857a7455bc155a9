# Functions to be called when something goes, or when the process ends or is copied.

import os
import weakref

from multiprocessing import process as _process

# Finalizers that have not been called yet.
_finalizer_registry = {}


class Finalize:
    """Calls a function once: when an object goes, when asked, or before the process ends."""

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        if exitpriority is not None and not isinstance(exitpriority, int):
            raise TypeError(f'Exitpriority ({exitpriority!r}) must be None or int, not {type(exitpriority)!s}')
        if obj is None and exitpriority is None:
            raise ValueError('Without object, exitpriority cannot be None')
        self._callback, self._args, self._kwargs = callback, args, kwargs or {}
        self._priority, self._pid = exitpriority, os.getpid()
        self._reference = None if obj is None else weakref.ref(obj, self)
        _finalizer_registry[self] = None
        _see_to_the_end()

    def __call__(self, wr=None):
        if not self.still_active():
            return None
        self.cancel()
        if self._pid != os.getpid():
            return None
        return self._callback(*self._args, **self._kwargs)

    def cancel(self):
        """Do not call the function any more."""
        _finalizer_registry.pop(self, None)

    def still_active(self):
        """Whether the function is still to be called."""
        return self in _finalizer_registry


def _run_finalizers(minpriority=None):
    due = [f for f in _finalizer_registry if f._priority is not None
           and (minpriority is None or f._priority >= minpriority)]
    # Of those with the same priority the last one comes first.
    for finalizer in sorted(reversed(due), key=lambda f: -f._priority):
        try:
            finalizer()
        except Exception:
            import traceback
            traceback.print_exc()


_seen_to = None


def _see_to_the_end():
    global _seen_to
    if _seen_to != os.getpid():
        _seen_to = os.getpid()
        _process._see_to_the_end()
        _process._before_end.append(_run_finalizers)


def register_after_fork(obj, func):
    """Have a function called with an object in copies of this process, as long as there is the object."""
    reference = weakref.ref(obj)

    def call():
        known = reference()
        if known is not None:
            func(known)

    os.register_at_fork(after_in_child=call)


def is_exiting():
    """Whether the process is about to end."""
    import threading
    return threading._SHUTTING_DOWN


def _exit_function():
    _process._end()


def _cleanup_tests():
    for child in _process.active_children():
        child.join()
