# Tools for the with statement.

from abc import ABC, abstractmethod
from _collections import deque
from functools import wraps
import sys
from types import GenericAlias, MethodType

__all__ = ["asynccontextmanager", "contextmanager", "closing", "nullcontext",
           "AbstractContextManager", "AbstractAsyncContextManager", "AsyncExitStack",
           "ContextDecorator", "ExitStack", "redirect_stdout", "redirect_stderr", "suppress",
           "aclosing", "chdir"]


def _has(cls, *names):
    """Whether the class has all the methods, none of them refused by being None."""
    for name in names:
        for each in cls.__mro__:
            if name in each.__dict__:
                if each.__dict__[name] is None:
                    return NotImplemented
                break
        else:
            return NotImplemented
    return True


class AbstractContextManager(ABC):
    """The base class of what works in a with statement."""

    __class_getitem__ = classmethod(GenericAlias)
    __slots__ = ()

    def __enter__(self):
        """Gives self to the with statement."""
        return self

    @abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        """Lets every exception pass."""
        return None

    @classmethod
    def __subclasshook__(cls, C):
        if cls is AbstractContextManager:
            return _has(C, "__enter__", "__exit__")
        return NotImplemented


class AbstractAsyncContextManager(ABC):
    """The base class of what works in an async with statement."""

    __class_getitem__ = classmethod(GenericAlias)
    __slots__ = ()

    async def __aenter__(self):
        """Gives self to the with statement."""
        return self

    @abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        """Lets every exception pass."""
        return None

    @classmethod
    def __subclasshook__(cls, C):
        if cls is AbstractAsyncContextManager:
            return _has(C, "__aenter__", "__aexit__")
        return NotImplemented


class ContextDecorator(object):
    """Lets a context manager decorate a function: each call runs inside it."""

    def _recreate_cm(self):
        """A manager for one call: those that can be used once make a new one."""
        return self

    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)
        return inner


class AsyncContextDecorator(object):
    """Lets an async context manager decorate a coroutine function: each call runs inside it."""

    def _recreate_cm(self):
        """A manager for one call: those that can be used once make a new one."""
        return self

    def __call__(self, func):
        @wraps(func)
        async def inner(*args, **kwds):
            async with self._recreate_cm():
                return await func(*args, **kwds)
        return inner


class _GeneratorContextManagerBase:
    """What managers made of generators have in common."""

    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds
        doc = getattr(func, "__doc__", None)
        self.__doc__ = type(self).__doc__ if doc is None else doc

    def _recreate_cm(self):
        return self.__class__(self.func, self.args, self.kwds)

    def _forget_arguments(self):
        # Only needed for making another one: from now on they must not be kept alive.
        del self.args, self.kwds, self.func


def _is_own(raised, value, traceback, stop):
    """Whether what came out of a generator is what was thrown into it, which the with statement
    raises on by itself."""
    if raised is not value:
        # A StopIteration thrown in comes out as the cause of a RuntimeError.
        wrapped = (type(raised) is RuntimeError and isinstance(value, stop)
                   and raised.__cause__ is value)
        if not wrapped:
            return False
    # The lines of the generator are of no interest in it.
    value.__traceback__ = traceback
    return True


class _GeneratorContextManager(_GeneratorContextManagerBase, AbstractContextManager,
                               ContextDecorator):
    """What a function with @contextmanager makes: a manager around a generator."""

    def __enter__(self):
        self._forget_arguments()
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, typ, value, traceback):
        thrown = typ() if typ is not None and value is None else value
        try:
            if typ is None:
                next(self.gen)
            else:
                self.gen.throw(thrown)
        except StopIteration as end:
            # The one that came in goes on, or it would be swallowed by mistake.
            return typ is not None and end is not thrown
        except BaseException as raised:
            if typ is not None and _is_own(raised, thrown, traceback, StopIteration):
                return False
            raise
        try:
            raise RuntimeError("generator didn't stop" + (typ is not None) * ' after throw()')
        finally:
            self.gen.close()


class _AsyncGeneratorContextManager(_GeneratorContextManagerBase, AbstractAsyncContextManager,
                                    AsyncContextDecorator):
    """The async context manager made from an async generator."""

    async def __aenter__(self):
        self._forget_arguments()
        try:
            return await anext(self.gen)
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, typ, value, traceback):
        thrown = typ() if typ is not None and value is None else value
        try:
            await (anext(self.gen) if typ is None else self.gen.athrow(thrown))
        except StopAsyncIteration as end:
            return typ is not None and end is not thrown
        except BaseException as raised:
            ends = StopIteration, StopAsyncIteration
            if typ is not None and _is_own(raised, thrown, traceback, ends):
                return False
            raise
        try:
            raise RuntimeError("generator didn't stop" + (typ is not None) * ' after athrow()')
        finally:
            await self.gen.aclose()


def contextmanager(func):
    """Makes a context manager of a generator function: what stands before its one yield enters,
    what stands behind leaves."""
    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)
    return helper


def asynccontextmanager(func):
    """Makes an async context manager of an async generator function with one yield."""
    @wraps(func)
    def helper(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)
    return helper


class closing(AbstractContextManager):
    """Closes thing at the end of the block."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class aclosing(AbstractAsyncContextManager):
    """Awaits the thing's aclose() at the end of the block."""

    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *exc_info):
        await self.thing.aclose()


class _RedirectStream(AbstractContextManager):

    _stream = None

    def __init__(self, new_target):
        self._new_target = new_target
        # One manager may be entered several times.
        self._old_targets = []

    def __enter__(self):
        self._old_targets.append(getattr(sys, self._stream))
        setattr(sys, self._stream, self._new_target)
        return self._new_target

    def __exit__(self, exctype, excinst, exctb):
        setattr(sys, self._stream, self._old_targets.pop())


class redirect_stdout(_RedirectStream):
    """Sends what is printed to another file during the block."""

    _stream = "stdout"


class redirect_stderr(_RedirectStream):
    """Sends error output to another file during the block."""

    _stream = "stderr"


class suppress(AbstractContextManager):
    """Ends the block quietly when one of these exceptions leaves it."""

    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, exctype, excinst, exctb):
        if exctype is None:
            return None
        fits = issubclass(exctype, self._exceptions)
        if fits or not issubclass(exctype, BaseExceptionGroup):
            return fits
        rest = excinst.split(self._exceptions)[1]
        if rest is not None:
            raise rest
        return True


def _protocol_of(cm, enter, exit, kind=''):
    """The two methods of a context manager, as found in its class."""
    cls = type(cm)
    try:
        return getattr(cls, enter), getattr(cls, exit)
    except AttributeError:
        raise TypeError(f"'{cls.__module__}.{cls.__qualname__}' object does not support the "
                        f"{kind}context manager protocol") from None


class _BaseExitStack:
    """What both kinds of stacks have in common. Each entry says whether it is synchronous."""

    @staticmethod
    def _bound_exit(cm, cm_exit):
        return MethodType(cm_exit, cm)

    @staticmethod
    def _create_cb_wrapper(callback, /, *args, **kwds):
        def leave(exc_type, exc, tb):
            callback(*args, **kwds)
        return leave

    def __init__(self):
        self._exit_callbacks = deque()

    def pop_all(self):
        """Moves all callbacks to a new stack and gives that."""
        new_stack = type(self)()
        new_stack._exit_callbacks = self._exit_callbacks
        self._exit_callbacks = deque()
        return new_stack

    def push(self, exit):
        """Has exit, or its __exit__ method, called on leaving, with the exception's details; a
        true result suppresses it."""
        exit_method = getattr(type(exit), '__exit__', None)
        if exit_method is None:
            self._add_exit(exit)
        else:
            self._add_exit_of(exit, exit_method)
        return exit

    def enter_context(self, cm):
        """Enters cm now, leaves it with the stack, and gives what its __enter__ gave."""
        enter, exit = _protocol_of(cm, '__enter__', '__exit__')
        entered = enter(cm)
        self._add_exit_of(cm, exit)
        return entered

    def callback(self, callback, /, *args, **kwds):
        """Has callback called with these arguments on leaving."""
        wrapper = self._create_cb_wrapper(callback, *args, **kwds)
        # So that a look at the stack shows what it will call.
        wrapper.__wrapped__ = callback
        self._add_exit(wrapper)
        return callback

    def _add_exit_of(self, cm, cm_exit):
        self._add_exit(self._bound_exit(cm, cm_exit))

    def _add_exit(self, callback, is_sync=True):
        self._exit_callbacks.append((is_sync, callback))


def _link_context(new, old, outer):
    """Makes `old` the context of an exception that a callback raised, as if the with statements
    had been nested; `outer` is what was handled around all of them."""
    last, context = new, new.__context__
    while context is not None and context is not old:
        if context is outer:
            last.__context__ = old
            break
        last, context = context, context.__context__


class _Unwinding:
    """What happens to exceptions while the callbacks of an exit stack run."""

    def __init__(self, exc):
        self.exc = exc
        self.outer = sys.exception()
        self.was_raised = exc is not None
        self.was_suppressed = self.is_new = False

    def details(self):
        """What the next callback is called with."""
        exc = self.exc
        return (None, None, None) if exc is None else (type(exc), exc, exc.__traceback__)

    def note_answer(self, answer):
        if answer:
            self.exc, self.is_new, self.was_suppressed = None, False, True

    def note_exception(self, new):
        _link_context(new, self.exc, self.outer)
        self.exc, self.is_new = new, True

    def finish(self):
        """Raises what the callbacks left to be raised, or says whether they suppressed what
        there was."""
        exc, self.exc = self.exc, None
        try:
            if self.is_new:
                _reraise(exc)
        finally:
            # No cycle through the traceback.
            del exc
        return self.was_raised and self.was_suppressed


def _reraise(exception):
    """Raises an exception without this place changing its context."""
    context = exception.__context__
    try:
        raise exception
    except BaseException:
        exception.__context__ = context
        raise


class ExitStack(_BaseExitStack, AbstractContextManager):
    """A with block for any number of context managers and callbacks, left in reverse order."""

    def __enter__(self):
        return self

    def __exit__(self, *exc_details):
        unwinding = _Unwinding(exc_details[1])
        while self._exit_callbacks:
            callback = self._exit_callbacks.pop()[1]
            try:
                unwinding.note_answer(callback(*unwinding.details()))
            except BaseException as new:
                unwinding.note_exception(new)
        return unwinding.finish()

    def close(self):
        """Leave everything that was entered, last one first."""
        self.__exit__(None, None, None)


class AsyncExitStack(_BaseExitStack, AbstractAsyncContextManager):
    """An async with block for any number of context managers and callbacks of both kinds, left in
    reverse order."""

    @staticmethod
    def _bound_async_exit(cm, cm_exit):
        return MethodType(cm_exit, cm)

    @staticmethod
    def _create_async_cb_wrapper(callback, /, *args, **kwds):
        async def leave(exc_type, exc, tb):
            await callback(*args, **kwds)
        return leave

    async def enter_async_context(self, cm):
        """Enters the async cm now, leaves it with the stack, and gives what its __aenter__ gave."""
        enter, exit = _protocol_of(cm, '__aenter__', '__aexit__', 'asynchronous ')
        entered = await enter(cm)
        self._push_async_cm_exit(cm, exit)
        return entered

    def push_async_exit(self, exit):
        """Has the coroutine function exit, or its __aexit__ method, awaited on leaving; a true
        result suppresses the exception."""
        exit_method = getattr(type(exit), '__aexit__', None)
        if exit_method is None:
            self._add_exit(exit, False)
        else:
            self._push_async_cm_exit(exit, exit_method)
        return exit

    def push_async_callback(self, callback, /, *args, **kwds):
        """Has the coroutine function called with these arguments and awaited on leaving."""
        wrapper = self._create_async_cb_wrapper(callback, *args, **kwds)
        wrapper.__wrapped__ = callback
        self._add_exit(wrapper, False)
        return callback

    async def aclose(self):
        """Leave everything that was entered, last one first."""
        await self.__aexit__(None, None, None)

    def _push_async_cm_exit(self, cm, cm_exit):
        self._add_exit(self._bound_async_exit(cm, cm_exit), False)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_details):
        unwinding = _Unwinding(exc_details[1])
        while self._exit_callbacks:
            is_sync, callback = self._exit_callbacks.pop()
            try:
                answer = callback(*unwinding.details())
                unwinding.note_answer(answer if is_sync else await answer)
            except BaseException as new:
                unwinding.note_exception(new)
        return unwinding.finish()


class nullcontext(AbstractContextManager, AbstractAsyncContextManager):
    """Does nothing but give enter_result; stands in where a context manager is optional."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *excinfo):
        pass

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *excinfo):
        pass


class chdir(AbstractContextManager):
    """Works in another directory during the block; this changes the whole process."""

    def __init__(self, path):
        self.path = path
        self._old_cwd = []

    def __enter__(self):
        import os
        self._old_cwd.append(os.getcwd())
        os.chdir(self.path)

    def __exit__(self, *excinfo):
        import os
        os.chdir(self._old_cwd.pop())
