# What is a coroutine and what is not; `iscoroutine` and `iscoroutinefunction` are native.

import sys
from types import CoroutineType

from _asyncio import _format_coroutine

__all__ = ('iscoroutinefunction', 'iscoroutine')

_COROUTINE_TYPES = (CoroutineType,)

# A function that has this as its attribute of the same name counts as a coroutine function.
_is_coroutine = object()


def _is_debug_mode():
    """Whether new loops begin in debug mode."""
    flags = sys.flags
    if flags.dev_mode or flags.ignore_environment:
        return flags.dev_mode
    from os import environ
    return bool(environ.get('PYTHONASYNCIODEBUG'))
