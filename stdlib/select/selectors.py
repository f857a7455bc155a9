# Selectors: each keeps a table of keys by descriptor and tells a watcher of the module select about
# changes. A class says what its watcher is and how it is waited for.

import math
import select
from abc import ABCMeta, abstractmethod
from collections import namedtuple
from collections.abc import Mapping

EVENT_READ = 1
EVENT_WRITE = 2

SelectorKey = namedtuple("SelectorKey", ["fileobj", "fd", "events", "data"])
SelectorKey.__doc__ = "A registered file: the object, its descriptor, what it is waited for, some data."
SelectorKey.fileobj.__doc__ = "What was registered: a descriptor or an object with fileno()."
SelectorKey.fd.__doc__ = "The descriptor."
SelectorKey.events.__doc__ = "What is waited for: EVENT_READ, EVENT_WRITE or both."
SelectorKey.data.__doc__ = "Whatever the program wants to find again."


def _descriptor(fileobj):
    if isinstance(fileobj, int):
        fd = fileobj
    else:
        try:
            fd = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError(f"Invalid file object: {fileobj!r}") from None
    if fd < 0:
        raise ValueError(f"Invalid file descriptor: {fd}")
    return fd


class _Keys(Mapping):
    """Keys by their file objects; the live view of a selector's table."""

    def __init__(self, selector):
        self._selector = selector

    def __len__(self):
        return len(self._selector._by_fd)

    def get(self, fileobj, default=None):
        return self._selector._by_fd.get(self._selector._fd_of(fileobj), default)

    def __getitem__(self, fileobj):
        key = self._selector._by_fd.get(self._selector._fd_of(fileobj))
        if key is None:
            raise KeyError(f"{fileobj!r} is not registered")
        return key

    def __iter__(self):
        return iter(self._selector._by_fd)


class BaseSelector(metaclass=ABCMeta):
    """What all selectors have in common."""

    @abstractmethod
    def register(self, fileobj, events, data=None):
        """Starts to wait for a file; its key."""
        raise NotImplementedError

    @abstractmethod
    def unregister(self, fileobj):
        """Stops to wait for a file; the key that it had."""
        raise NotImplementedError

    def modify(self, fileobj, events, data=None):
        """Changes what a file is waited for, or its data; the new key."""
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    @abstractmethod
    def select(self, timeout=None):
        """Waits until files are ready; pairs of keys and events. None waits for ever, what is not
        above zero not at all."""
        raise NotImplementedError

    def close(self):
        """Gives up what the system keeps for the selector."""

    def get_key(self, fileobj):
        """The key of a registered file."""
        mapping = self.get_map()
        if mapping is None:
            raise RuntimeError("Selector is closed")
        try:
            return mapping[fileobj]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None

    @abstractmethod
    def get_map(self):
        """The keys by their files."""
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class _Table(BaseSelector):
    """A selector with a table of keys, whose watcher is yet to come."""

    def __init__(self):
        self._by_fd = {}
        self._map = _Keys(self)

    def _watch(self, key):
        """Told of a new key."""

    def _rewatch(self, key):
        """Told of a key with other events than before."""

    def _forget(self, key):
        """Told of a key that is no more."""

    def _fd_of(self, fileobj):
        """The descriptor; of a file that was closed, the one it was registered with."""
        try:
            return _descriptor(fileobj)
        except ValueError:
            for key in self._by_fd.values():
                if key.fileobj is fileobj:
                    return key.fd
            raise

    def register(self, fileobj, events, data=None):
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError(f"Invalid events: {events!r}")
        key = SelectorKey(fileobj, self._fd_of(fileobj), events, data)
        if key.fd in self._by_fd:
            raise KeyError(f"{fileobj!r} (FD {key.fd}) is already registered")
        self._by_fd[key.fd] = key
        try:
            self._watch(key)
        except BaseException:
            self._by_fd.pop(key.fd, None)
            raise
        return key

    def unregister(self, fileobj):
        key = self._by_fd.pop(self._fd_of(fileobj), None)
        if key is None:
            raise KeyError(f"{fileobj!r} is not registered")
        self._forget(key)
        return key

    def modify(self, fileobj, events, data=None):
        key = self._by_fd.get(self._fd_of(fileobj))
        if key is None:
            raise KeyError(f"{fileobj!r} is not registered")
        if events != key.events:
            key = key._replace(events=events)
            try:
                if not events or events & ~(EVENT_READ | EVENT_WRITE):
                    raise ValueError(f"Invalid events: {events!r}")
                self._rewatch(key)
            except BaseException:
                self._by_fd.pop(key.fd, None)
                raise
        if data != key.data:
            key = key._replace(data=data)
        self._by_fd[key.fd] = key
        return key

    def _answer(self, found):
        """Keys of what was found, with as much of the events as anybody asked for."""
        ready = []
        for fd, events in found:
            key = self._by_fd.get(fd)
            if key is not None:
                ready.append((key, events & key.events))
        return ready

    def close(self):
        self._by_fd.clear()
        self._map = None

    def get_map(self):
        return self._map


class SelectSelector(_Table):
    """Over select.select."""

    def __init__(self):
        super().__init__()
        self._readers = set()
        self._writers = set()

    def _watch(self, key):
        if key.events & EVENT_READ:
            self._readers.add(key.fd)
        if key.events & EVENT_WRITE:
            self._writers.add(key.fd)

    def _forget(self, key):
        self._readers.discard(key.fd)
        self._writers.discard(key.fd)

    def _rewatch(self, key):
        self._forget(key)
        self._watch(key)

    def select(self, timeout=None):
        if timeout is not None:
            timeout = max(timeout, 0)
        try:
            readable, writable, _ = select.select(self._readers, self._writers, [], timeout)
        except InterruptedError:
            return []
        readable, writable = frozenset(readable), frozenset(writable)
        return self._answer(
            (fd, (EVENT_READ if fd in readable else 0) | (EVENT_WRITE if fd in writable else 0))
            for fd in readable | writable
        )


class _OverObject(_Table):
    """Over an object with register(), modify() and unregister()."""

    def __init__(self):
        super().__init__()
        self._selector = self._selector_cls()

    def _mask(self, events):
        mask = self._reading if events & EVENT_READ else 0
        return mask | self._writing if events & EVENT_WRITE else mask

    def _watch(self, key):
        self._selector.register(key.fd, self._mask(key.events))

    def _rewatch(self, key):
        self._selector.modify(key.fd, self._mask(key.events))

    def _forget(self, key):
        try:
            self._selector.unregister(key.fd)
        except OSError:
            # The descriptor was closed, and is watched no more.
            pass

    def _found(self, pairs):
        # Errors and hang-ups are for whoever reads or writes next to see.
        return self._answer(
            (fd, (EVENT_READ if mask & ~self._writing else 0)
             | (EVENT_WRITE if mask & ~self._reading else 0))
            for fd, mask in pairs
        )


class PollSelector(_OverObject):
    """Over select.poll."""

    _selector_cls = staticmethod(select.poll)
    _reading = select.POLLIN
    _writing = select.POLLOUT

    def select(self, timeout=None):
        if timeout is not None:
            timeout = 0 if timeout <= 0 else math.ceil(timeout * 1e3)
        try:
            return self._found(self._selector.poll(timeout))
        except InterruptedError:
            return []


DefaultSelector = PollSelector

if hasattr(select, "epoll"):

    class EpollSelector(_OverObject):
        """Over select.epoll."""

        _selector_cls = select.epoll
        _reading = select.EPOLLIN
        _writing = select.EPOLLOUT

        def fileno(self):
            return self._selector.fileno()

        def select(self, timeout=None):
            if timeout is None:
                timeout = -1
            elif timeout <= 0:
                timeout = 0
            else:
                # In whole milliseconds, as the system counts.
                timeout = math.ceil(timeout * 1e3) * 1e-3
            # It refuses to give none, which is what an empty table would ask for.
            most = len(self._by_fd) or 1
            try:
                return self._found(self._selector.poll(timeout, most))
            except InterruptedError:
                return []

        def close(self):
            self._selector.close()
            super().close()

    DefaultSelector = EpollSelector
