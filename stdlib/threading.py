# Threads and what they wait for, on the locks of `_thread`.

import _thread
import sys as _sys
from _thread import (
    RLock as _NativeRLock, TIMEOUT_MAX, _ExceptHookArgs as ExceptHookArgs, _ThreadHandle,
    _get_main_thread_ident, _local as local, allocate_lock as _allocate_lock,
    daemon_threads_allowed as _daemon_threads_allowed, error as ThreadError,
    get_ident, get_native_id, lock as Lock, stack_size, start_joinable_thread as
    _start_joinable_thread)
from time import monotonic as _time

__all__ = [
    'get_ident', 'active_count', 'Condition', 'current_thread', 'enumerate', 'main_thread',
    'TIMEOUT_MAX', 'Event', 'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread', 'Barrier',
    'BrokenBarrierError', 'Timer', 'ThreadError', 'setprofile', 'settrace', 'local', 'stack_size',
    'excepthook', 'ExceptHookArgs', 'gettrace', 'getprofile', 'setprofile_all_threads',
    'settrace_all_threads', 'get_native_id']

_HAVE_THREAD_NATIVE_ID = True
_profile_hook = None
_trace_hook = None


def _deprecated(old, new):
    import warnings
    warnings.warn(f'{old} is deprecated, {new} instead', DeprecationWarning, stacklevel=3)


def setprofile(func):
    """Makes func the profile function of threads started later."""
    global _profile_hook
    _profile_hook = func


def setprofile_all_threads(func):
    """Have func profile every thread, the ones that run now included."""
    setprofile(func)
    _sys._setprofileallthreads(func)


def getprofile():
    """The profiler function as set by setprofile()."""
    return _profile_hook


def settrace(func):
    """Makes func the trace function of threads started later."""
    global _trace_hook
    _trace_hook = func


def settrace_all_threads(func):
    """Have func trace every thread, the ones that run now included."""
    settrace(func)
    _sys._settraceallthreads(func)


def gettrace():
    """The trace function as set by settrace()."""
    return _trace_hook


def RLock(*args, **kwargs):
    """A lock that its owner may take again; it is free when it was released as often."""
    if args or kwargs:
        _deprecated('Passing arguments to RLock()', 'use none')
    return _NativeRLock(*args, **kwargs)


# One class under both names: there is no second one in Python.
_CRLock = _PyRLock = _NativeRLock


def _obtain(lock, timeout):
    """Take a lock, waiting as long as the timeout says; whether that was long enough."""
    if timeout is None:
        return lock.acquire()
    return lock.acquire(True, timeout) if timeout > 0 else lock.acquire(False)


def _released(waiter):
    try:
        waiter.release()
    except RuntimeError:
        # Notified before, and not yet off the list.
        return False
    return True


class Condition:
    """Lets threads wait until another one notifies them."""

    def __init__(self, lock=None):
        if lock is None:
            lock = _NativeRLock()
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release
        # Locks that can be taken several times have ways of their own.
        for name in ('_release_save', '_acquire_restore', '_is_owned'):
            if hasattr(lock, name):
                setattr(self, name, getattr(lock, name))
        # One locked lock for each thread that waits, the oldest first.
        self._waiters = []

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        return f'<Condition({self._lock}, {len(self._waiters)})>'

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()
        self._waiters.clear()

    def _release_save(self):
        self._lock.release()

    def _acquire_restore(self, saved):
        self._lock.acquire()

    def _is_owned(self):
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def wait(self, timeout=None):
        """Give the lock up until notified or a timeout occurs; whether it was a notification."""
        if not self._is_owned():
            raise RuntimeError('cannot wait on un-acquired lock')
        turn, was_notified = _allocate_lock(), False
        turn.acquire()
        self._waiters.append(turn)
        state = self._release_save()
        try:
            was_notified = _obtain(turn, timeout)
        finally:
            self._acquire_restore(state)
            if not was_notified and turn in self._waiters:
                self._waiters.remove(turn)
        return was_notified

    def wait_for(self, predicate, timeout=None):
        """Wait until the predicate is true or a timeout occurs; what it gave last."""
        answer = predicate()
        end = None if timeout is None else _time() + timeout
        while not answer and (end is None or _time() < end):
            self.wait(None if end is None else end - _time())
            answer = predicate()
        return answer

    def notify(self, n=1):
        """Wake up at most n threads that wait."""
        if not self._is_owned():
            raise RuntimeError('cannot notify on un-acquired lock')
        while n > 0 and self._waiters:
            n -= _released(self._waiters.pop(0))

    def notify_all(self):
        """Wake up all threads that wait."""
        self.notify(len(self._waiters))

    def notifyAll(self):
        """Deprecated: use notify_all()."""
        _deprecated('notifyAll()', 'use notify_all()')
        self.notify_all()


class Semaphore:
    """A counter of permissions to go on; waits as long as there is none."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._cond = Condition(Lock())
        self._value = value

    def __repr__(self):
        cls = self.__class__
        return (f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}:'
                f' value={self._value}>')

    def acquire(self, blocking=True, timeout=None):
        """Take a permission; whether there was one in time."""
        if timeout is not None and not blocking:
            raise ValueError("can't specify timeout for non-blocking acquire")
        with self._cond:
            is_free = self._value > 0 or (blocking and self._cond.wait_for(lambda: self._value > 0,
                                                                           timeout))
            self._value -= bool(is_free)
        return bool(is_free)

    __enter__ = acquire

    def __exit__(self, exc_type, exc, tb):
        self.release()

    def release(self, n=1):
        """Give n permissions back."""
        if n < 1:
            raise ValueError('n must be one or more')
        with self._cond:
            self._value += n
            self._cond.notify(n)


class BoundedSemaphore(Semaphore):
    """A semaphore that never has more permissions than in the beginning."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def __repr__(self):
        cls = self.__class__
        return (f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}:'
                f' value={self._value}/{self._initial_value}>')

    def release(self, n=1):
        """Give n permissions back; ValueError if there were never so many."""
        if n < 1:
            raise ValueError('n must be one or more')
        with self._cond:
            if self._value + n > self._initial_value:
                raise ValueError('Semaphore released too many times')
            self._value += n
            self._cond.notify(n)


class Event:
    """A flag that threads can wait for."""

    def __init__(self):
        self._cond = Condition(Lock())
        self._flag = False

    def __repr__(self):
        cls = self.__class__
        status = 'set' if self._flag else 'unset'
        return f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {status}>'

    def _at_fork_reinit(self):
        self._cond._at_fork_reinit()

    def is_set(self):
        """Whether the flag is set."""
        return self._flag

    def isSet(self):
        """Deprecated: use is_set()."""
        _deprecated('isSet()', 'use is_set()')
        return self.is_set()

    def set(self):
        """Set the flag, and wake up everybody who waits for it."""
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        """Reset the flag."""
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        """Wait until the flag is set or a timeout occurs; whether it was set."""
        with self._cond:
            signaled = self._flag
            if not signaled:
                signaled = self._cond.wait(timeout)
            return signaled


class BrokenBarrierError(RuntimeError):
    pass


class Barrier:
    """Lets a fixed number of threads wait until all of them have come."""

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError('parties must be > 0')
        self._parties, self._action, self._timeout = parties, action, timeout
        # 'filling', 'draining' (all have come, and leave), 'resetting' or 'broken'.
        self._state, self._count = 'filling', 0
        self._cond = Condition(Lock())

    def __repr__(self):
        cls = self.__class__
        if self.broken:
            return f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: broken>'
        return (f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}:'
                f' waiters={self.n_waiting}/{self.parties}>')

    def wait(self, timeout=None):
        """Wait for the others; a number from 0 to parties - 1, different for each thread."""
        leaving = ('draining', 'resetting')
        with self._cond:
            # The round before must have gone.
            self._cond.wait_for(lambda: self._state not in leaving)
            if self._state == 'broken':
                raise BrokenBarrierError
            number, self._count = self._count, self._count + 1
            try:
                if self._count < self._parties:
                    self._wait(self._timeout if timeout is None else timeout)
                else:
                    self._open()
            finally:
                self._count -= 1
                if not self._count and self._state in leaving:
                    self._state = 'filling'
                    self._cond.notify_all()
        return number

    def _open(self):
        try:
            if self._action:
                self._action()
        except BaseException:
            self._break()
            raise
        self._state = 'draining'
        self._cond.notify_all()

    def _wait(self, timeout):
        if not self._cond.wait_for(lambda: self._state != 'filling', timeout):
            self._break()
            raise BrokenBarrierError
        if self._state in ('broken', 'resetting'):
            raise BrokenBarrierError

    def _break(self):
        self._state = 'broken'
        self._cond.notify_all()

    def reset(self):
        """Begin anew: whoever waits gets a BrokenBarrierError."""
        with self._cond:
            if self._count > 0:
                if self._state in ('filling', 'broken'):
                    self._state = 'resetting'
            else:
                self._state = 'filling'
            self._cond.notify_all()

    def abort(self):
        """Break the barrier: whoever waits or comes gets a BrokenBarrierError."""
        with self._cond:
            self._break()

    @property
    def parties(self):
        """How many threads it takes."""
        return self._parties

    @property
    def n_waiting(self):
        """How many threads wait."""
        return self._count if self._state == 'filling' else 0

    @property
    def broken(self):
        """Whether the barrier is broken."""
        return self._state == 'broken'


_names_given = 0
_active_limbo_lock = RLock()
# Threads by number, and those that are about to begin.
_active = {}
_limbo = {}


def _newname(name_template='Thread-%d'):
    global _names_given
    _names_given += 1
    return name_template % _names_given


def _default_name(target):
    function = None if target is None else getattr(target, '__name__', None)
    number = _newname('Thread-%d')
    return number if function is None else f'{number} ({function})'


class Thread:
    """Something that runs at the same time as the rest of the program."""

    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        self._target, self._args = target, args
        self._kwargs = {} if kwargs is None else kwargs
        self._name = _default_name(target) if name is None else str(name)
        self._daemonic = current_thread().daemon if daemon is None else daemon
        self._ident = self._native_id = None
        self._handle, self._started = _ThreadHandle(), Event()
        self._initialized = True

    def __repr__(self):
        assert self._initialized, 'Thread.__init__() was not called'
        started = 'started' if self._started.is_set() else 'initial'
        words = ['stopped' if self._handle.is_done() else started]
        words += ['daemon'] if self._daemonic else []
        words += [] if self._ident is None else [str(self._ident)]
        return f'<{self.__class__.__name__}({self._name}, {" ".join(words)})>'

    def start(self):
        """Begin to run, once."""
        problem = None if self._initialized else 'thread.__init__() not called'
        if problem is None and self._started.is_set():
            problem = 'threads can only be started once'
        if problem is not None:
            raise RuntimeError(problem)
        _limbo[self] = self
        try:
            _start_joinable_thread(self._bootstrap, handle=self._handle, daemon=self.daemon)
        except Exception:
            _limbo.pop(self, None)
            raise
        self._started.wait()

    def run(self):
        """What the thread does: calls the target, unless a class has something else in mind."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # The thread may be referred to by what it was given.
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        self._ident = get_ident()
        self._native_id = get_native_id()
        _active[self._ident] = self
        _limbo.pop(self, None)
        self._started.set()
        try:
            if _trace_hook is not None:
                _sys.settrace(_trace_hook)
            if _profile_hook is not None:
                _sys.setprofile(_profile_hook)
            self.run()
        except BaseException as error:
            _report(self, error)
        finally:
            if _active.get(self._ident) is self:
                del _active[self._ident]

    def join(self, timeout=None):
        """Wait until the thread is done or a timeout occurs."""
        problem = None
        if not self._initialized:
            problem = 'Thread.__init__() not called'
        elif not self._started.is_set():
            problem = 'cannot join thread before it is started'
        elif self is current_thread():
            problem = 'cannot join current thread'
        if problem is not None:
            raise RuntimeError(problem)
        self._handle.join(timeout if timeout is None else max(timeout, 0))

    @property
    def name(self):
        """A text for people only."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, 'Thread.__init__() not called'
        self._name = str(name)

    @property
    def ident(self):
        """The number by which the process knows the thread; None before the start."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._ident

    @property
    def native_id(self):
        """The number by which the kernel knows the thread; None before the start."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._native_id

    def is_alive(self):
        """Whether the thread runs."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._started.is_set() and not self._handle.is_done()

    @property
    def daemon(self):
        """Whether the program ends without waiting for the thread."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if self._started.is_set():
            raise RuntimeError('cannot set daemon status of active thread')
        self._daemonic = daemonic

    def isDaemon(self):
        """Deprecated: use the attribute."""
        _deprecated('isDaemon()', 'get the daemon attribute')
        return self.daemon

    def setDaemon(self, daemonic):
        """Deprecated: use the attribute."""
        _deprecated('setDaemon()', 'set the daemon attribute')
        self.daemon = daemonic

    def getName(self):
        """Deprecated: use the attribute."""
        _deprecated('getName()', 'get the name attribute')
        return self.name

    def setName(self, name):
        """Deprecated: use the attribute."""
        _deprecated('setName()', 'set the name attribute')
        self.name = name


def _report(thread, error):
    # A traceback begins with what the program wrote.
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_frame.f_code.co_filename == '<frozen threading>':
        traceback = traceback.tb_next
    error.__traceback__ = traceback
    hook = excepthook
    if hook is None:
        hook = __excepthook__
    try:
        hook(ExceptHookArgs((type(error), error, traceback, thread)))
    except BaseException as second:
        if _sys.stderr is not None:
            print('Exception in threading.excepthook:', file=_sys.stderr, flush=True)
            _thread._print_exception(second)


excepthook = _thread._excepthook
__excepthook__ = excepthook


class Timer(Thread):
    """A thread that calls a function after so many seconds, unless it is cancelled before."""

    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        """Stop the timer if it has not finished yet."""
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread(Thread):
    def __init__(self):
        Thread.__init__(self, name='MainThread', daemon=False)
        self._started.set()
        self._ident = _get_main_thread_ident()
        self._native_id = get_native_id() if _thread._is_main_thread() else None
        self._handle = _thread._make_thread_handle(self._ident)
        _active[self._ident] = self


class _DummyThread(Thread):
    """Stands for a thread that was started by other means."""

    def __init__(self):
        Thread.__init__(self, name=_newname('Dummy-%d'), daemon=True)
        self._started.set()
        self._ident = get_ident()
        self._native_id = get_native_id()
        self._handle = _thread._make_thread_handle(self._ident)
        _active[self._ident] = self
        # Goes when the thread does.
        _at_end.entry = _DeleteAtEnd(self)

    def is_alive(self):
        return not self._handle.is_done() and self._started.is_set()

    def join(self, timeout=None):
        raise RuntimeError('cannot join a dummy thread')


_at_end = local()


class _DeleteAtEnd:
    def __init__(self, thread):
        self._thread = thread

    def __del__(self, _active=_active):
        thread = self._thread
        if _active.get(thread._ident) is thread:
            del _active[thread._ident]
            thread._handle._set_done()


def current_thread():
    """The thread that calls this."""
    try:
        return _active[get_ident()]
    except KeyError:
        return _DummyThread()


def currentThread():
    """Deprecated: use current_thread()."""
    _deprecated('currentThread()', 'use current_thread()')
    return current_thread()


def active_count():
    """How many threads are alive."""
    return len(_active) + len(_limbo)


def activeCount():
    """Deprecated: use active_count()."""
    _deprecated('activeCount()', 'use active_count()')
    return active_count()


def enumerate():
    """All threads that are alive."""
    return list(_active.values()) + list(_limbo.values())


_main_thread = None
_threading_atexits = []
_SHUTTING_DOWN = False


def main_thread():
    """The thread that the program began with."""
    return _main_thread


def _register_atexit(func, *args, **kwargs):
    """Have a function called before the program waits for its threads."""
    if _SHUTTING_DOWN:
        raise RuntimeError("can't register atexit after shutdown")
    _threading_atexits.append((func, args, kwargs))


def _after_fork():
    """In a forked process, the thread that forked is the main one, and alone."""
    global _main_thread
    own = _active.get(get_ident(), None)
    gone = [thread for thread in enumerate() if thread is not own]
    _active.clear()
    _limbo.clear()
    if own is None:
        own = _MainThread()
    elif type(own) is _DummyThread:
        own.__class__ = _MainThread
        own._name, own._daemonic = 'MainThread', False
    own._native_id = get_native_id()
    _active[get_ident()] = _main_thread = own
    for thread in gone:
        if thread._started.is_set() and not thread._handle.is_done():
            thread._handle._set_done()


def _shutdown():
    """Wait for all threads that are no daemons."""
    global _SHUTTING_DOWN
    if _main_thread._handle.is_done():
        return
    _SHUTTING_DOWN = True
    for func, args, kwargs in reversed(_threading_atexits):
        func(*args, **kwargs)
    if current_thread() is _main_thread:
        _main_thread._handle._set_done()
    _thread._shutdown()


# Whoever makes the first thread object asks for the current one's: the main one's is made by hand.
class _Nobody:
    daemon = False


_active[_get_main_thread_ident()] = _Nobody
_main_thread = _MainThread()
