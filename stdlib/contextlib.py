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
        if typ is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                self.gen.close()
        if value is None:
            value = typ()
        try:
            self.gen.throw(value)
        except StopIteration as raised:
            # Not the one that came in, or it would be swallowed by mistake.
            return raised is not value
        except BaseException as raised:
            if _is_own(raised, value, traceback, StopIteration):
                return False
            raise
        try:
            raise RuntimeError("generator didn't stop after throw()")
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
        if typ is None:
            try:
                await anext(self.gen)
            except StopAsyncIteration:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                await self.gen.aclose()
        if value is None:
            value = typ()
        try:
            await self.gen.athrow(value)
        except StopAsyncIteration as raised:
            return raised is not value
        except BaseException as raised:
            if _is_own(raised, value, traceback, (StopIteration, StopAsyncIteration)):
                return False
            raise
        try:
            raise RuntimeError("generator didn't stop after athrow()")
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
            return
        if issubclass(exctype, self._exceptions):
            return True
        if issubclass(exctype, BaseExceptionGroup):
            _, rest = excinst.split(self._exceptions)
            if rest is None:
                return True
            raise rest
        return False


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
        cls = type(cm)
        try:
            enter, exit = cls.__enter__, cls.__exit__
        except AttributeError:
            raise TypeError(f"'{cls.__module__}.{cls.__qualname__}' object does "
                            f"not support the context manager protocol") from None
        result = enter(cm)
        self._add_exit_of(cm, exit)
        return result

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
    while True:
        context = new.__context__
        if context is None or context is old:
            # Already as it should be.
            return
        if context is outer:
            break
        new = context
    new.__context__ = old


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
        exc = exc_details[1]
        received = exc is not None
        outer = sys.exception()
        suppressed = False
        raised = False
        while self._exit_callbacks:
            _, callback = self._exit_callbacks.pop()
            try:
                if exc is None:
                    details = None, None, None
                else:
                    details = type(exc), exc, exc.__traceback__
                if callback(*details):
                    suppressed = True
                    raised = False
                    exc = None
            except BaseException as new:
                _link_context(new, exc, outer)
                raised = True
                exc = new
        if raised:
            _reraise(exc)
        return received and suppressed

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
        cls = type(cm)
        try:
            enter, exit = cls.__aenter__, cls.__aexit__
        except AttributeError:
            raise TypeError(f"'{cls.__module__}.{cls.__qualname__}' object does "
                            f"not support the asynchronous context manager protocol") from None
        result = await enter(cm)
        self._push_async_cm_exit(cm, exit)
        return result

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
        exc = exc_details[1]
        received = exc is not None
        outer = sys.exception()
        suppressed = False
        raised = False
        while self._exit_callbacks:
            is_sync, callback = self._exit_callbacks.pop()
            try:
                if exc is None:
                    details = None, None, None
                else:
                    details = type(exc), exc, exc.__traceback__
                result = callback(*details)
                if not is_sync:
                    result = await result
                if result:
                    suppressed = True
                    raised = False
                    exc = None
            except BaseException as new:
                _link_context(new, exc, outer)
                raised = True
                exc = new
        if raised:
            _reraise(exc)
        return received and suppressed


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
