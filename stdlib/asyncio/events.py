# Policies and servers as others know them. Loops and handles are native.
#
# A policy says which loop a thread has when nobody says so. The usual one asks the machine itself.

from _asyncio import _current_loop, _set_current_loop, _set_policy

__all__ = ('AbstractEventLoopPolicy', 'AbstractEventLoop', 'AbstractServer', 'Handle', 'TimerHandle',
           'get_event_loop_policy', 'set_event_loop_policy', 'get_event_loop', 'set_event_loop',
           'new_event_loop', 'get_child_watcher', 'set_child_watcher', '_set_running_loop',
           'get_running_loop', '_get_running_loop')

# The one implementation by the names of both that CPython has.
_py_get_event_loop = _c_get_event_loop = get_event_loop
_py_get_running_loop = _c_get_running_loop = get_running_loop
_py__get_running_loop = _c__get_running_loop = _get_running_loop
_py__set_running_loop = _c__set_running_loop = _set_running_loop


class AbstractServer:
    """What a server answers; each part has to be written by those below."""

    def close(self):
        """Serve no more; the connections that are there stay."""
        raise NotImplementedError

    def close_clients(self):
        """Close the connections in order."""
        raise NotImplementedError

    def abort_clients(self):
        """Close the connections at once."""
        raise NotImplementedError

    def get_loop(self):
        """The loop that it serves in."""
        raise NotImplementedError

    def is_serving(self):
        """Whether it takes connections in."""
        raise NotImplementedError

    async def start_serving(self):
        """Take connections in from now on."""
        raise NotImplementedError

    async def serve_forever(self):
        """Take connections in until cancelled."""
        raise NotImplementedError

    async def wait_closed(self):
        """Wait until it and its connections are closed."""
        raise NotImplementedError

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        self.close()
        await self.wait_closed()


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


def _is_main_thread():
    import threading
    return threading.current_thread() is threading.main_thread()


def _warn_of_deprecation(name):
    import warnings
    warnings.warn(f'{name!r} is deprecated as of Python 3.12 and will be removed in Python 3.14.',
                  DeprecationWarning, 3)


class _UnixDefaultEventLoopPolicy(BaseDefaultEventLoopPolicy):
    """The policy that is in force at the start."""

    _loop_factory = _EventLoop

    def __init__(self):
        # Where nobody chooses one, children are watched without it.
        self._watcher = None

    def set_event_loop(self, loop):
        """Make this the loop of the present thread; None takes it away."""
        super().set_event_loop(loop)
        if self._watcher is not None and _is_main_thread():
            self._watcher.attach_loop(loop)

    def get_child_watcher(self):
        """What watches child processes."""
        if self._watcher is None:
            from asyncio import unix_events
            by_descriptor = unix_events.can_use_pidfd()
            self._watcher = (unix_events.PidfdChildWatcher if by_descriptor
                             else unix_events.ThreadedChildWatcher)()
        _warn_of_deprecation('get_child_watcher')
        return self._watcher

    def set_child_watcher(self, watcher):
        """Give child processes to another watcher; None goes back to the usual one."""
        if watcher is not None:
            from asyncio.unix_events import AbstractChildWatcher
            assert isinstance(watcher, AbstractChildWatcher)
        if self._watcher is not None:
            self._watcher.close()
        self._watcher = watcher
        _warn_of_deprecation('set_child_watcher')


DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
_event_loop_policy = None


def get_event_loop_policy():
    """The policy in force."""
    global _event_loop_policy
    if _event_loop_policy is None:
        _event_loop_policy = DefaultEventLoopPolicy()
    return _event_loop_policy


def set_event_loop_policy(policy):
    """Put a policy in force; None stands for the usual one."""
    global _event_loop_policy
    if policy is not None and not isinstance(policy, AbstractEventLoopPolicy):
        raise TypeError('policy must be an instance of AbstractEventLoopPolicy or None, '
                        f'not {type(policy).__name__!r}')
    _event_loop_policy = policy
    _set_policy(None if type(policy) is DefaultEventLoopPolicy else policy)


def get_child_watcher():
    """What watches child processes for the policy in force."""
    return get_event_loop_policy().get_child_watcher()


def set_child_watcher(watcher):
    """Give child processes to another watcher."""
    return get_event_loop_policy().set_child_watcher(watcher)
