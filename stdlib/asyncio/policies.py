# Policies: which loop a thread has when nobody says so. The usual one asks the machine itself.

from _asyncio import _current_loop, _set_current_loop, _set_policy
from asyncio.events import AbstractEventLoop

__all__ = ('AbstractEventLoopPolicy', 'DefaultEventLoopPolicy', 'get_event_loop_policy',
           'set_event_loop_policy')


class AbstractEventLoopPolicy:
    """What a policy answers; each part has to be written by those below."""

    def get_event_loop(self):
        """The loop of the present thread; a RuntimeError if it has none."""
        raise NotImplementedError

    def set_event_loop(self, loop):
        """Make this the loop of the present thread; None takes it away."""
        raise NotImplementedError

    def new_event_loop(self):
        """A loop that nothing uses yet."""
        raise NotImplementedError

    def get_child_watcher(self):
        """What watches child processes."""
        raise NotImplementedError

    def set_child_watcher(self, watcher):
        """Give child processes to another watcher."""
        raise NotImplementedError


class BaseDefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """One loop for each thread; the main thread gets one when it first asks."""

    _loop_factory = None

    def get_event_loop(self):
        """The loop of the present thread; a RuntimeError if it has none."""
        return _current_loop()

    def set_event_loop(self, loop):
        """Make this the loop of the present thread; None takes it away."""
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError('loop must be an instance of AbstractEventLoop or None, '
                            f'not {type(loop).__name__!r}')
        _set_current_loop(loop)

    def new_event_loop(self):
        """A loop that nothing uses yet."""
        return self._loop_factory()


class _UnixDefaultEventLoopPolicy(BaseDefaultEventLoopPolicy):
    """The policy that is in force at the start."""

    _loop_factory = AbstractEventLoop


DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
_policy = None


def get_event_loop_policy():
    """The policy in force."""
    global _policy
    if _policy is None:
        _policy = DefaultEventLoopPolicy()
    return _policy


def set_event_loop_policy(policy):
    """Put a policy in force; None stands for the usual one."""
    global _policy
    if policy is not None and not isinstance(policy, AbstractEventLoopPolicy):
        raise TypeError('policy must be an instance of AbstractEventLoopPolicy or None, '
                        f'not {type(policy).__name__!r}')
    _policy = policy
    _set_policy(None if type(policy) is DefaultEventLoopPolicy else policy)
