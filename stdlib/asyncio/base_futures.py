# What futures of any make have in common.

from _asyncio import _future_info, isfuture

__all__ = ()

# Values of a future's `_state`.
_PENDING, _CANCELLED, _FINISHED = 'PENDING', 'CANCELLED', 'FINISHED'


def _future_repr_info(future):
    """What a repr tells of a future, as a list of words."""
    return _future_info(future)


def _future_repr(future):
    return f'<{type(future).__name__} {" ".join(_future_repr_info(future))}>'
