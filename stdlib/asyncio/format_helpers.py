# How callbacks show themselves, and where code stands.

import sys

from _asyncio import _format_callable, _source_of as _get_function_source
from asyncio.constants import DEBUG_STACK_DEPTH

__all__ = ()


def extract_stack(f=None, limit=None):
    """The innermost frames from `f` (the caller's by default) outwards, as a list for reports."""
    from traceback import extract_stack as extract
    return extract(sys._getframe(1) if f is None else f,
                   DEBUG_STACK_DEPTH if limit is None else limit)


def _format_args_and_kwargs(args, kwargs, *, debug=False):
    return _format_callable(None, args, kwargs, debug)


def _format_callback(func, args, kwargs, *, debug=False, suffix=''):
    return _format_callable(func, args, kwargs, debug) + suffix


def _format_callback_source(func, args, *, debug=False):
    shown, source = _format_callable(func, args, None, debug), _get_function_source(func)
    return shown if source is None else '{} at {}:{}'.format(shown, *source)
