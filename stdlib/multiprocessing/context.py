# Contexts: how processes are started, and what they share, made to fit.

import os
import sys

from multiprocessing import process as _process


class ProcessError(Exception):
    """What goes wrong with processes."""


class BufferTooShort(ProcessError):
    """A message is longer than the place for it; it is the exception's argument."""


class TimeoutError(ProcessError):
    """Something was not there in time."""


class AuthenticationError(ProcessError):
    """The other side did not know the key."""


class BaseContext:
    """A way of starting processes, with makers of what they share."""

    ProcessError = ProcessError
    BufferTooShort = BufferTooShort
    TimeoutError = TimeoutError
    AuthenticationError = AuthenticationError

    current_process = staticmethod(_process.current_process)
    parent_process = staticmethod(_process.parent_process)
    active_children = staticmethod(_process.active_children)

    def cpu_count(self):
        """The number of processors of the system."""
        number = os.cpu_count()
        if number is None:
            raise NotImplementedError('cannot determine number of cpus')
        return number

    def freeze_support(self):
        """Does nothing: a program is never frozen into one with the interpreter."""

    def Pipe(self, duplex=True):
        """Two connected ends; with duplex=False the first only receives and the second only sends."""
        from multiprocessing.connection import Pipe
        return Pipe(duplex)

    def _shared(self, module, name, *args):
        made = getattr(__import__(f'multiprocessing.{module}', fromlist=(name,)), name)
        return made(*args, ctx=self.get_context())

    def Lock(self):
        """A lock that processes share."""
        return self._shared('synchronize', 'Lock')

    def RLock(self):
        """A lock that its owner may take several times."""
        return self._shared('synchronize', 'RLock')

    def Semaphore(self, value=1):
        """A semaphore that processes share."""
        return self._shared('synchronize', 'Semaphore', value)

    def BoundedSemaphore(self, value=1):
        """A semaphore that is not released more often than acquired."""
        return self._shared('synchronize', 'BoundedSemaphore', value)

    def Condition(self, lock=None):
        """A condition that processes share."""
        return self._shared('synchronize', 'Condition', lock)

    def Event(self):
        """An event that processes share."""
        return self._shared('synchronize', 'Event')

    def Barrier(self, parties, action=None, timeout=None):
        """A barrier that processes share."""
        return self._shared('synchronize', 'Barrier', parties, action, timeout)

    def Queue(self, maxsize=0):
        """A queue that processes share."""
        return self._shared('queues', 'Queue', maxsize)

    def JoinableQueue(self, maxsize=0):
        """A queue that knows whether all items are dealt with."""
        return self._shared('queues', 'JoinableQueue', maxsize)

    def SimpleQueue(self):
        """A queue that is little more than a pipe with a lock."""
        return self._shared('queues', 'SimpleQueue')

    def Pool(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        """A pool of processes that make calls."""
        from multiprocessing.pool import Pool
        return Pool(processes, initializer, initargs, maxtasksperchild, context=self.get_context())

    def set_executable(self, executable):
        """The interpreter that new processes are started with."""
        from multiprocessing import spawn
        spawn.set_executable(executable)

    def get_context(self, method=None):
        """The context of a start method; without one, this."""
        if method is None:
            return self
        try:
            return _CONTEXTS[method]
        except KeyError:
            raise ValueError(f'cannot find context for {method!r}') from None

    def get_start_method(self, allow_none=False):
        """The name of the start method."""
        return self._name

    def set_start_method(self, method, force=False):
        raise ValueError('cannot set start method of concrete context')

    def get_all_start_methods(self):
        """The start methods there are, the usual one first."""
        return list(_CONTEXTS)


class Process(_process.BaseProcess):
    """A process of the method that is set for the program."""

    _start_method = None

    def _start(self):
        _program_context().Process._start(self)


class ForkProcess(_process.BaseProcess):
    """A process that begins as a copy of this one."""

    _start_method = 'fork'

    def _start(self):
        from multiprocessing.starting import fork
        fork(self)


class SpawnProcess(_process.BaseProcess):
    """A process that begins as a new interpreter."""

    _start_method = 'spawn'

    def _start(self):
        from multiprocessing.starting import spawn
        spawn(self)


class ForkContext(BaseContext):
    """Processes begin as copies of this one."""

    _name = 'fork'
    Process = ForkProcess


class SpawnContext(BaseContext):
    """Processes begin as new interpreters."""

    _name = 'spawn'
    Process = SpawnProcess


_CONTEXTS = {'fork': ForkContext(), 'spawn': SpawnContext()}

# The context that the program has chosen, by a call or by needing one.
_chosen = None


def _program_context():
    global _chosen
    if _chosen is None:
        _chosen = _CONTEXTS['fork']
    return _chosen


class DefaultContext(BaseContext):
    """Leaves it to the program how processes are started."""

    Process = Process

    def get_context(self, method=None):
        """The context of a start method; without one, that of the program."""
        if method is not None:
            return super().get_context(method)
        return _program_context()

    def set_start_method(self, method, force=False):
        """Choose how processes are started, once."""
        global _chosen
        if _chosen is not None and not force:
            raise RuntimeError('context has already been set')
        _chosen = None if method is None and force else super().get_context(method)

    def get_start_method(self, allow_none=False):
        """The name of the start method, which is decided by asking, unless None is allowed."""
        if _chosen is None and allow_none:
            return None
        return self.get_context()._name


def get_spawning_popen():
    """What a process that is being started is described in; None while none is."""
    from multiprocessing import starting
    return starting.handing_over.get()


def assert_spawning(obj):
    """Objects that processes share only get to one while it is started."""
    if get_spawning_popen() is None:
        name = type(obj).__name__
        raise RuntimeError(f'{name} objects should only be shared between processes through inheritance')
