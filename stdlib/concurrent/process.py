# A pool of processes needs locks that processes share, which are not there.

from concurrent.futures import _base


class BrokenProcessPool(_base.BrokenExecutor):
    """A process of a pool ended before its time."""


def _check_system_limits():
    raise NotImplementedError('there are no locks that processes share')


class ProcessPoolExecutor(_base.Executor):
    """Would run calls in a pool of processes."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *,
                 max_tasks_per_child=None):
        _check_system_limits()
