# Loggers form a tree by the dots of their names. A record goes from the logger that made it up to the root;
# each handler on the way writes it, as its formatter says.

import os
import sys
import threading
import time
import weakref

from logging._formats import *
from logging._formats import _STYLES, _defaultFormatter, _style_of
from pkgutil import extend_path

__path__ = extend_path(__path__, __name__)
__all__ = ['BASIC_FORMAT', 'BufferingFormatter', 'CRITICAL', 'DEBUG', 'ERROR', 'FATAL', 'FileHandler', 'Filter',
           'Formatter', 'Handler', 'INFO', 'LogRecord', 'Logger', 'LoggerAdapter', 'NOTSET', 'NullHandler',
           'StreamHandler', 'WARN', 'WARNING', 'addLevelName', 'basicConfig', 'captureWarnings', 'critical',
           'debug', 'disable', 'error', 'exception', 'fatal', 'getLevelName', 'getLogger', 'getLoggerClass', 'info',
           'log', 'makeLogRecord', 'setLoggerClass', 'shutdown', 'warn', 'warning', 'getLogRecordFactory',
           'setLogRecordFactory', 'lastResort', 'raiseExceptions', 'getLevelNamesMapping', 'getHandlerByName',
           'getHandlerNames']

raiseExceptions = logThreads = logMultiprocessing = logProcesses = logAsyncioTasks = True
_begin = time.time_ns()
_lock = threading.RLock()

# ---- levels -------------------------------------------------------------------------------------

CRITICAL = FATAL = 50
ERROR, INFO, DEBUG, NOTSET = 40, 20, 10, 0
WARNING = WARN = 30
_levelToName = {CRITICAL: 'CRITICAL', ERROR: 'ERROR', WARNING: 'WARNING', INFO: 'INFO', DEBUG: 'DEBUG',
                NOTSET: 'NOTSET'}
_nameToLevel = {name: level for level, name in _levelToName.items()} | {'FATAL': FATAL, 'WARN': WARN}


def getLevelNamesMapping():
    """The levels by their names."""
    return dict(_nameToLevel)


def getLevelName(level):
    """The name of a level, or the level of a name; 'Level N' if nobody has named it."""
    if level in _levelToName:
        return _levelToName[level]
    return _nameToLevel.get(level, f'Level {level}')


def addLevelName(level, levelName):
    """Give a level a name."""
    with _lock:
        _levelToName[level], _nameToLevel[levelName] = levelName, level


def _checkLevel(level):
    if isinstance(level, int):
        return level
    if not isinstance(level, str):
        raise TypeError(f'Level not an integer or a valid string: {level!r}')
    if level not in _nameToLevel:
        raise ValueError(f'Unknown level: {level!r}')
    return _nameToLevel[level]


# ---- records ------------------------------------------------------------------------------------

class LogRecord:
    """Something that was logged: what, how grave, where and when."""

    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None, **kwargs):
        now = time.time_ns()
        # A mapping alone is for named places in the message.
        if args and len(args) == 1 and hasattr(args[0], 'keys') and args[0]:
            args = args[0]
        try:
            file = os.path.basename(pathname)
            module = os.path.splitext(file)[0]
        except (TypeError, ValueError, AttributeError):
            file, module = pathname, 'Unknown module'
        task, created, msecs = None, now / 1e9, now % 1_000_000_000 // 1_000_000 + 0.0
        if msecs == 999.0 and int(created) != now // 1_000_000_000:
            # The seconds have been rounded up.
            msecs = 0.0
        if logAsyncioTasks and 'asyncio' in sys.modules:
            try:
                task = sys.modules['asyncio'].current_task().get_name()
            except Exception:
                # No task, or no loop.
                pass
        process = sys.modules.get('multiprocessing') if logMultiprocessing else None
        thread = threading.current_thread() if logThreads else None
        self.__dict__.update(
            name=name, msg=msg, args=args, levelname=getLevelName(level), levelno=level, pathname=pathname,
            filename=file, module=module, exc_info=exc_info, exc_text=None, stack_info=sinfo,
            lineno=lineno, funcName=func, created=created, msecs=msecs,
            relativeCreated=(now - _begin) / 1e6, thread=thread and thread.ident,
            threadName=thread and thread.name,
            processName=process.current_process().name if process else 'MainProcess' if logMultiprocessing else None,
            process=os.getpid() if logProcesses else None, taskName=task)

    def __repr__(self):
        return f'<LogRecord: {self.name}, {self.levelno}, {self.pathname}, {self.lineno}, "{self.msg}">'

    def getMessage(self):
        """The message with its arguments."""
        message = str(self.msg)
        return message % self.args if self.args else message


_logRecordFactory = LogRecord


def setLogRecordFactory(factory):
    """What makes records."""
    global _logRecordFactory
    _logRecordFactory = factory


def getLogRecordFactory():
    """What makes records."""
    return _logRecordFactory


def makeLogRecord(dict):
    """A record with attributes that come from elsewhere."""
    record = _logRecordFactory(None, None, '', 0, '', (), None, None)
    record.__dict__.update(dict)
    return record


# ---- filters and handlers -----------------------------------------------------------------------

class Filter:
    """Lets records of a logger and those below it through."""

    def __init__(self, name=''):
        self.name, self.nlen = name, len(name)

    def filter(self, record):
        """Whether the record goes on."""
        return not self.name or f'{record.name}.'.startswith(f'{self.name}.')


class Filterer:
    """What loggers and handlers have in common."""

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        """Have a filter asked."""
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        """Do not have a filter asked any more."""
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        """The record, or one in its place, if all filters let it through."""
        for own in self.filters:
            result = (own.filter if hasattr(own, 'filter') else own)(record)
            if not result:
                return False
            if isinstance(result, LogRecord):
                record = result
        return record


_handlers = weakref.WeakValueDictionary()
# Weak references to all handlers, the oldest first: they are closed the other way round.
_handlerList = []


def getHandlerByName(name):
    """The handler of that name."""
    return _handlers.get(name)


def getHandlerNames():
    """The names of handlers that have one."""
    return frozenset(_handlers)


class Handler(Filterer):
    """Does something with records."""

    _name = None
    _closed = False

    def __init__(self, level=NOTSET):
        super().__init__()
        self.level, self.formatter = _checkLevel(level), None
        _handlerList.append(weakref.ref(self, _handlerList.remove))
        self.createLock()

    @property
    def name(self):
        """The name of the handler."""
        return self._name

    @name.setter
    def name(self, name):
        with _lock:
            _handlers.pop(self._name, None)
            self._name = name
            if name:
                _handlers[name] = self

    get_name = name.fget
    set_name = name.fset

    def __repr__(self):
        return f'<{type(self).__name__} ({getLevelName(self.level)})>'

    def createLock(self):
        """The lock that is held while a record is dealt with."""
        self.lock = threading.RLock()

    def acquire(self):
        """Take the lock."""
        if self.lock:
            self.lock.acquire()

    def release(self):
        """Give the lock back."""
        if self.lock:
            self.lock.release()

    def setLevel(self, level):
        """Do not take records below a level."""
        self.level = _checkLevel(level)

    def setFormatter(self, fmt):
        """What makes text of records."""
        self.formatter = fmt

    def format(self, record):
        """The record as text."""
        return (self.formatter or _defaultFormatter).format(record)

    def emit(self, record):
        """Deal with a record."""
        raise NotImplementedError('emit must be implemented by Handler subclasses')

    def handle(self, record):
        """Deal with a record if the filters let it through."""
        result = self.filter(record)
        if result:
            self.acquire()
            try:
                self.emit(result if isinstance(result, LogRecord) else record)
            finally:
                self.release()
        return result

    def flush(self):
        """Write out what is kept."""

    def close(self):
        """The handler is not used any more."""
        with _lock:
            self._closed = True
            _handlers.pop(self._name, None)

    def handleError(self, record):
        """Something went wrong with a record."""
        if not (raiseExceptions and sys.stderr):
            return
        import traceback
        try:
            print('--- Logging error ---', file=sys.stderr)
            traceback.print_exc()
            print(f'Message: {record.msg!r}\nArguments: {record.args}', file=sys.stderr)
        except OSError:
            pass


class StreamHandler(Handler):
    """Writes records to a stream."""

    terminator = '\n'

    def __init__(self, stream=None):
        super().__init__()
        self.stream = sys.stderr if stream is None else stream

    def __repr__(self):
        name = str(getattr(self.stream, 'name', ''))
        return f'<{type(self).__name__} {name + " " if name else ""}({getLevelName(self.level)})>'

    def flush(self):
        """Write out what the stream keeps."""
        with self.lock:
            if hasattr(self.stream, 'flush'):
                self.stream.flush()

    def emit(self, record):
        """Write a record."""
        try:
            self.stream.write(self.format(record) + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def setStream(self, stream):
        """Write to another stream; the one before, None if it is the same."""
        if stream is self.stream:
            return None
        with self.lock:
            self.flush()
            before, self.stream = self.stream, stream
        return before

    __class_getitem__ = classmethod(type(list[int]))


class FileHandler(StreamHandler):
    """Writes records to a file."""

    def __init__(self, filename, mode='a', encoding=None, delay=False, errors=None):
        self.baseFilename = os.path.abspath(os.fspath(filename))
        self.mode, self.delay, self.errors = mode, delay, errors
        self.encoding = encoding if 'b' in mode or encoding else 'locale'
        super().__init__(None if delay else self._open())
        if delay:
            self.stream = None

    def __repr__(self):
        return f'<{type(self).__name__} {self.baseFilename} ({getLevelName(self.level)})>'

    def _open(self):
        return open(self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors)

    def emit(self, record):
        """Write a record, into the file opened for the first one."""
        if self.stream is None and not (self._closed and self.mode == 'w'):
            self.stream = self._open()
        if self.stream:
            super().emit(record)

    def close(self):
        """Close the file."""
        with self.lock:
            stream, self.stream = self.stream, None
            if stream:
                stream.flush()
                stream.close()
            super().close()


class NullHandler(Handler):
    """Does nothing with records."""

    def handle(self, record):
        """Nothing."""

    emit = handle

    def createLock(self):
        """There is none."""
        self.lock = None


class _ToStandardError(StreamHandler):
    # To what is standard error by then.

    def __init__(self, level):
        Handler.__init__(self, level)

    @property
    def stream(self):
        return sys.stderr


_defaultLastResort = lastResort = _ToStandardError(WARNING)

# ---- loggers ------------------------------------------------------------------------------------


class Manager:
    """The tree of loggers."""

    def __init__(self, root):
        self.root, self.disable, self.loggerDict = root, 0, {}
        self.loggerClass = self.logRecordFactory = None
        self.emittedNoHandlerWarning = False

    def getLogger(self, name):
        """The logger of that name, made if there is none."""
        if not isinstance(name, str):
            raise TypeError('A logger name must be a string')
        with _lock:
            logger = self.loggerDict.get(name)
            if logger is None:
                logger = self.loggerDict[name] = (self.loggerClass or _loggerClass)(name)
                logger.manager = self
                self._place(logger)
            return logger

    def _place(self, logger):
        above = logger.name.rpartition('.')[0]
        while above and above not in self.loggerDict:
            above = above.rpartition('.')[0]
        logger.parent = self.loggerDict[above] if above else self.root
        for name, other in self.loggerDict.items():
            # Those between which and their parent the new one stands.
            if name.startswith(logger.name + '.') and other.parent is logger.parent:
                other.parent = logger

    def setLoggerClass(self, klass):
        """What loggers are made of."""
        self.loggerClass = _checked_class(klass)

    def setLogRecordFactory(self, factory):
        """What makes records."""
        self.logRecordFactory = factory



class Logger(Filterer):
    """Makes records, and hands them to handlers: its own, and those further up."""

    parent = None
    manager = None
    disabled = False

    def __init__(self, name, level=NOTSET):
        super().__init__()
        self.name, self.level = name, _checkLevel(level)
        self.propagate, self.handlers = True, []

    def __repr__(self):
        return f'<{type(self).__name__} {self.name} ({getLevelName(self.getEffectiveLevel())})>'

    def __reduce__(self):
        if getLogger(self.name) is not self:
            import pickle
            raise pickle.PicklingError('logger cannot be pickled')
        return getLogger, (self.name,)

    def setLevel(self, level):
        """Make no records below a level."""
        self.level = _checkLevel(level)

    def getEffectiveLevel(self):
        """The level of this logger, or of the first one above that has one."""
        logger = self
        while logger and not logger.level:
            logger = logger.parent
        return logger.level if logger else NOTSET

    def isEnabledFor(self, level):
        """Whether records of a level are made."""
        return not self.disabled and level > self.manager.disable and level >= self.getEffectiveLevel()

    def getChild(self, suffix):
        """A logger below."""
        return self.manager.getLogger(suffix if self is root else f'{self.name}.{suffix}')

    def getChildren(self):
        """The loggers right below."""
        with _lock:
            return {logger for logger in self.manager.loggerDict.values() if logger.parent is self
                    and logger.name.count('.') == (0 if self is root else self.name.count('.') + 1)}

    def addHandler(self, hdlr):
        """Have a handler hear of records."""
        with _lock:
            if hdlr not in self.handlers:
                self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        """Do not have a handler hear of records any more."""
        with _lock:
            if hdlr in self.handlers:
                self.handlers.remove(hdlr)

    def _path(self):
        """This logger and those above, as far as records go."""
        logger = self
        while logger:
            yield logger
            logger = logger.parent if logger.propagate else None

    def hasHandlers(self):
        """Whether anybody hears of records."""
        return any(logger.handlers for logger in self._path())

    def callHandlers(self, record):
        """Hand a record to all handlers."""
        heard = False
        for logger in self._path():
            for handler in logger.handlers:
                heard = True
                if record.levelno >= handler.level:
                    handler.handle(record)
        if not heard and lastResort and record.levelno >= lastResort.level:
            lastResort.handle(record)
        elif not heard and not lastResort and raiseExceptions and not self.manager.emittedNoHandlerWarning:
            print(f'No handlers could be found for logger "{self.name}"', file=sys.stderr)
            self.manager.emittedNoHandlerWarning = True

    def handle(self, record):
        """Hand a record to the handlers, if the filters let it through."""
        if self.disabled:
            return
        result = self.filter(record)
        if result:
            self.callHandlers(result if isinstance(result, LogRecord) else record)

    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None, sinfo=None):
        """A record."""
        record = _logRecordFactory(name, level, fn, lno, msg, args, exc_info, func, sinfo)
        for key, value in (extra or {}).items():
            if key in ('message', 'asctime') or key in record.__dict__:
                raise KeyError(f'Attempt to overwrite {key!r} in LogRecord')
            record.__dict__[key] = value
        return record

    def findCaller(self, stack_info=False, stacklevel=1):
        """Where the record is made: file, line, function, and the stack."""
        frame = sys._getframe(1)
        while frame.f_back:
            if frame.f_globals.get('__name__') not in ('logging', 'logging._adapter'):
                if stacklevel <= 1:
                    break
                stacklevel -= 1
            frame = frame.f_back
        text = None
        if stack_info:
            import traceback
            lines = traceback.format_stack(frame)
            text = 'Stack (most recent call last):\n' + ''.join(lines).removesuffix('\n')
        return frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, text

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        file, line, function, stack = self.findCaller(stack_info, stacklevel)
        if isinstance(exc_info, BaseException):
            exc_info = type(exc_info), exc_info, exc_info.__traceback__
        elif exc_info and not isinstance(exc_info, tuple):
            exc_info = sys.exc_info()
        self.handle(self.makeRecord(self.name, level, file, line, msg, args, exc_info, function, extra, stack))

    def log(self, level, msg, *args, **kwargs):
        """Make a record of a level."""
        if not isinstance(level, int):
            if raiseExceptions:
                raise TypeError('level must be an integer')
            return
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    def debug(self, msg, *args, **kwargs):
        """Make a record of what helps to find mistakes."""
        if self.isEnabledFor(DEBUG):
            self._log(DEBUG, msg, args, **kwargs)

    def info(self, msg, *args, **kwargs):
        """Make a record of what goes as it should."""
        if self.isEnabledFor(INFO):
            self._log(INFO, msg, args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        """Make a record of what looks wrong."""
        if self.isEnabledFor(WARNING):
            self._log(WARNING, msg, args, **kwargs)

    def warn(self, msg, *args, **kwargs):
        """As warning()."""
        import warnings
        warnings.warn("The 'warn' method is deprecated, use 'warning' instead", DeprecationWarning, 2)
        self.warning(msg, *args, **kwargs)

    def error(self, msg, *args, **kwargs):
        """Make a record of what went wrong."""
        if self.isEnabledFor(ERROR):
            self._log(ERROR, msg, args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        """As error(), with the exception that is being handled."""
        self.error(msg, *args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        """Make a record of what the program cannot go on after."""
        if self.isEnabledFor(CRITICAL):
            self._log(CRITICAL, msg, args, **kwargs)

    fatal = critical


class RootLogger(Logger):
    """The logger above all others."""

    def __init__(self, level):
        super().__init__('root', level)

    def __reduce__(self):
        return getLogger, ()


_loggerClass = Logger
root = RootLogger(WARNING)
Logger.root = root
Logger.manager = Manager(root)


def _checked_class(klass):
    if klass is not Logger and not issubclass(klass, Logger):
        raise TypeError(f'logger not derived from logging.Logger: {klass.__name__}')
    return klass


def setLoggerClass(klass):
    """What loggers are made of from now on."""
    global _loggerClass
    _loggerClass = _checked_class(klass)


def getLoggerClass():
    """What loggers are made of."""
    return _loggerClass


def getLogger(name=None):
    """The logger of that name, made if there is none; the one above all others without a name."""
    if not name or isinstance(name, str) and name == root.name:
        return root
    return Logger.manager.getLogger(name)


from logging._adapter import LoggerAdapter


def _at_level(name, level):
    def adapted(self, msg, *args, **kwargs):
        self.log(level, msg, *args, **kwargs)

    def of_root(msg, *args, **kwargs):
        if not root.handlers:
            basicConfig()
        getattr(root, name)(msg, *args, **kwargs)

    adapted.__name__ = adapted.__qualname__ = of_root.__name__ = of_root.__qualname__ = name
    setattr(LoggerAdapter, name, adapted)
    globals()[name] = of_root


for _name, _level in ('debug', DEBUG), ('info', INFO), ('warning', WARNING), ('error', ERROR), ('critical', CRITICAL):
    _at_level(_name, _level)
fatal = critical
LoggerAdapter.fatal = LoggerAdapter.critical


def exception(msg, *args, exc_info=True, **kwargs):
    """As error(), with the exception that is being handled."""
    error(msg, *args, exc_info=exc_info, **kwargs)


def warn(msg, *args, **kwargs):
    """As warning()."""
    import warnings
    warnings.warn("The 'warn' function is deprecated, use 'warning' instead", DeprecationWarning, 2)
    warning(msg, *args, **kwargs)


def log(level, msg, *args, **kwargs):
    """Make a record of a level."""
    if not root.handlers:
        basicConfig()
    root.log(level, msg, *args, **kwargs)


def disable(level=CRITICAL):
    """Make no records up to a level, whatever the loggers say."""
    root.manager.disable = _checkLevel(level)


def basicConfig(*, filename=None, filemode='a', format=None, datefmt=None, style='%', level=None, stream=None,
                handlers=None, force=False, encoding=None, errors='backslashreplace', **unknown):
    """Give the logger above all others a handler, unless it has one."""
    with _lock:
        if force:
            for handler in root.handlers[:]:
                root.removeHandler(handler)
                handler.close()
        if root.handlers:
            return
        if unknown:
            raise ValueError(f'Unrecognised argument(s): {", ".join(unknown)}')
        if handlers is not None and (stream or filename):
            raise ValueError("'stream' or 'filename' should not be specified together with 'handlers'")
        if stream and filename:
            raise ValueError("'stream' and 'filename' should not be specified together")
        if handlers is None and filename:
            errors = None if 'b' in filemode else errors
            handlers = [FileHandler(filename, filemode, encoding=encoding, errors=errors)]
        elif handlers is None:
            handlers = [StreamHandler(stream)]
        formatter = Formatter(format or _style_of(style)[1], datefmt, style)
        for handler in handlers:
            if handler.formatter is None:
                handler.setFormatter(formatter)
            root.addHandler(handler)
        if level is not None:
            root.setLevel(level)


def shutdown(handlerList=_handlerList):
    """Write out and close all handlers, the newest first."""
    for reference in reversed(handlerList[:]):
        handler = reference()
        if handler is None:
            continue
        try:
            try:
                handler.acquire()
                if getattr(handler, 'flushOnClose', True):
                    handler.flush()
                handler.close()
            except (OSError, ValueError):
                # Its stream is closed already.
                pass
            finally:
                handler.release()
        except Exception:
            if raiseExceptions:
                raise


def _renew_locks():
    # In a copy of the process nobody else is left who could give them back.
    global _lock
    _lock = threading.RLock()
    for reference in _handlerList[:]:
        handler = reference()
        if handler is not None:
            handler.createLock()


import atexit
atexit.register(shutdown)
os.register_at_fork(after_in_child=_renew_locks)

_show_before = None


def captureWarnings(capture):
    """Have warnings logged, or not any more."""
    global _show_before
    import warnings
    if capture and _show_before is None:
        _show_before = warnings.showwarning

        def show(message, category, filename, lineno, file=None, line=None):
            if file is not None:
                _show_before(message, category, filename, lineno, file, line)
                return
            logger = getLogger('py.warnings')
            if not logger.handlers:
                logger.addHandler(NullHandler())
            logger.warning('%s', warnings.formatwarning(message, category, filename, lineno, line))

        warnings.showwarning = show
    elif not capture and _show_before is not None:
        warnings.showwarning, _show_before = _show_before, None
