"""What programs warn of, and who gets to see it."""

import sys
from _warnings import (
    _defaultaction as defaultaction,
    _drawn,
    _filters_mutated,
    _onceregistry as onceregistry,
    filters,
    warn,
    warn_explicit,
    _warn_unawaited_coroutine,
)

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings",
           "simplefilter", "resetwarnings", "catch_warnings", "deprecated"]

_ACTIONS = ("error", "ignore", "always", "default", "module", "once")


class WarningMessage:
    """A warning and its place, as `catch_warnings(record=True)` lists them."""

    _WARNING_DETAILS = ("message", "category", "filename", "lineno", "file", "line", "source")

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        name = self._category_name
        return (f"{{message : {self.message!r}, category : {name!r}, filename : {self.filename!r}, "
                f"lineno : {self.lineno}, line : {self.line!r}}}")


# ---- printing ------------------------------------------------------------------------------------


def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning: its place, its kind, and the line of source."""
    return _formatwarnmsg_impl(WarningMessage(message, category, filename, lineno, None, line))


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Writes a warning to a file, usually sys.stderr. Programs may put a function of theirs here."""
    _showwarnmsg_impl(WarningMessage(message, category, filename, lineno, file, line))


_formatwarning_orig = formatwarning
_showwarning_orig = showwarning


def _formatwarnmsg_impl(msg):
    line = msg.line
    if line is None:
        import linecache
        line = linecache.getline(msg.filename, msg.lineno)
    text = f"{msg.filename}:{msg.lineno}: {msg.category.__name__}: {msg.message}\n"
    if line and line.strip():
        text += f"  {line.strip()}\n"
    if msg.source is not None:
        text += (f"{msg.category.__name__}: Enable tracemalloc to get the object allocation "
                 "traceback\n")
    return text


def _showwarnmsg_impl(msg):
    file = sys.stderr if msg.file is None else msg.file
    if file is None:
        return
    text = None
    if msg.file is None and msg.line is None and formatwarning is _formatwarning_orig:
        text = _drawn(msg.category.__name__, str(msg.message), str(msg.filename), msg.lineno,
                      msg.source)
    if text is None:
        text = _formatwarnmsg(msg)
    try:
        file.write(text)
    except OSError:
        # There is nowhere left to say it.
        pass


def _formatwarnmsg(msg):
    if formatwarning is _formatwarning_orig:
        return _formatwarnmsg_impl(msg)
    return formatwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.line)


def _showwarnmsg(msg):
    """What the engine calls to show a warning."""
    if showwarning is _showwarning_orig:
        _showwarnmsg_impl(msg)
        return
    if not callable(showwarning):
        raise TypeError("warnings.showwarning() must be set to a function or method")
    showwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)


# ---- filters -------------------------------------------------------------------------------------


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Adds a filter: what to do with warnings whose text and module begin as the two regular
    expressions say. Filters in front decide first; with append it comes last."""
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")
    if not isinstance(message, str):
        raise TypeError("message must be a string")
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError("category must be a Warning subclass")
    if not isinstance(module, str):
        raise TypeError("module must be a string")
    _check_line(lineno)
    if message or module:
        import re
    text = re.compile(message, re.IGNORECASE) if message else None
    _add_filter(action, text, category, re.compile(module) if module else None, lineno,
                append=append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Adds a filter for all texts and modules."""
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")
    _check_line(lineno)
    _add_filter(action, None, category, None, lineno, append=append)


def resetwarnings():
    """Removes every filter, also those of the interpreter and of -W."""
    filters.clear()
    _filters_mutated()


def _check_line(number):
    if not isinstance(number, int):
        raise TypeError("lineno must be an int")
    if number < 0:
        raise ValueError("lineno must be an int >= 0")


def _add_filter(*item, append):
    if append:
        if item not in filters:
            filters.append(item)
    else:
        # A filter that is there already moves to the front.
        if item in filters:
            filters.remove(item)
        filters.insert(0, item)
    _filters_mutated()


class _OptionError(Exception):
    """An option -W that cannot be understood."""


def _processoptions(args):
    for option in args:
        try:
            _setoption(option)
        except _OptionError as error:
            print("Invalid -W option ignored:", error, file=sys.stderr)


def _setoption(arg):
    fields = [field.strip() for field in arg.split(":")]
    if len(fields) > 5:
        raise _OptionError(f"too many fields (max 5): {arg!r}")
    action, message, category, module, line = fields + [""] * (5 - len(fields))
    action, category = _getaction(action), _getcategory(category)
    if message or module:
        import re
    message = re.escape(message) if message else ""
    module = re.escape(module) + r"\Z" if module else ""
    number = 0
    if line:
        try:
            number = int(line)
            if number < 0:
                raise ValueError
        except (ValueError, OverflowError):
            raise _OptionError(f"invalid lineno {line!r}") from None
    filterwarnings(action, message, category, module, number)


def _getaction(action):
    if not action:
        return "default"
    if action == "all":
        return "always"
    for known in ("default", "always", "ignore", "module", "once", "error"):
        if known.startswith(action):
            return known
    raise _OptionError(f"invalid action: {action!r}")


def _getcategory(category):
    if not category:
        return Warning
    path, _, name = category.rpartition(".")
    try:
        found = getattr(__import__(path or "builtins", None, None, [name]), name)
    except ImportError:
        raise _OptionError(f"invalid module name: {path!r}") from None
    except AttributeError:
        raise _OptionError(f"unknown warning category: {category!r}") from None
    if not isinstance(found, type) or not issubclass(found, Warning):
        raise _OptionError(f"invalid warning category: {category!r}")
    return found


class catch_warnings:
    """Restores filters and the way of showing when the block ends; with record=True the block gets
    a list of what was warned of instead of seeing it printed."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0,
                 append=False):
        self._record = record
        self._module = sys.modules["warnings"] if module is None else module
        self._filter = None if action is None else (action, category, lineno, append)
        self._entered = False

    def __repr__(self):
        args = []
        if self._record:
            args.append("record=True")
        if self._module is not sys.modules["warnings"]:
            args.append(f"module={self._module!r}")
        return f"{type(self).__name__}({', '.join(args)})"

    def __enter__(self):
        if self._entered:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        self._entered = True
        module = self._module
        self._filters = module.filters
        module.filters = self._filters[:]
        module._filters_mutated()
        self._showing = module.showwarning, module._showwarnmsg_impl
        log = [] if self._record else None
        if self._record:
            module._showwarnmsg_impl = log.append
            # A function of the program's own would be asked first.
            module.showwarning = module._showwarning_orig
        if self._filter is not None:
            simplefilter(*self._filter)
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        module = self._module
        module.filters = self._filters
        module._filters_mutated()
        module.showwarning, module._showwarnmsg_impl = self._showing


# ---- deprecation ---------------------------------------------------------------------------------


class deprecated:
    """Marks a class or function: type checkers report its use, and using it warns at run time, unless
    category is None. The message is kept as `__deprecated__`."""

    def __init__(self, message: str, /, *, category: type[Warning] | None = DeprecationWarning,
                 stacklevel: int = 1) -> None:
        if not isinstance(message, str):
            kind = type(message).__name__
            raise TypeError(f"Expected an object of type str for 'message', not {kind!r}")
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, arg, /):
        if self.category is None:
            arg.__deprecated__ = self.message
            return arg
        if isinstance(arg, type):
            return self._mark_class(arg)
        if callable(arg):
            return self._mark_function(arg)
        raise TypeError("@deprecated decorator with non-None category must be applied to a class or "
                        f"callable, not {arg!r}")

    def _mark_function(self, function):
        import functools
        import inspect
        message, category, level = self.message, self.category, self.stacklevel + 1

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            warn(message, category=category, stacklevel=level)
            return function(*args, **kwargs)

        if inspect.iscoroutinefunction(function):
            wrapper = inspect.markcoroutinefunction(wrapper)
        function.__deprecated__ = wrapper.__deprecated__ = message
        return wrapper

    def _mark_class(self, cls):
        import functools
        from types import MethodType
        message, category, level = self.message, self.category, self.stacklevel + 1
        own_new, own_init_subclass = cls.__new__, cls.__init_subclass__

        @functools.wraps(own_new)
        def __new__(made, /, *args, **kwargs):
            # Subclasses have warned when they were made.
            if made is cls:
                warn(message, category=category, stacklevel=level)
            if own_new is not object.__new__:
                return own_new(made, *args, **kwargs)
            if made.__init__ is object.__init__ and (args or kwargs):
                raise TypeError(f"{made.__name__}() takes no arguments")
            return own_new(made)

        # A method of a Python class is called with the class that derives; another one is bound.
        if isinstance(own_init_subclass, MethodType):
            inner = own_init_subclass.__func__

            @functools.wraps(inner)
            def __init_subclass__(*args, **kwargs):
                warn(message, category=category, stacklevel=level)
                return inner(*args, **kwargs)

            cls.__init_subclass__ = classmethod(__init_subclass__)
        else:
            @functools.wraps(own_init_subclass)
            def __init_subclass__(*args, **kwargs):
                warn(message, category=category, stacklevel=level)
                return own_init_subclass(*args, **kwargs)

            cls.__init_subclass__ = __init_subclass__
        cls.__new__ = staticmethod(__new__)
        for mark in cls, __new__, __init_subclass__:
            mark.__deprecated__ = message
        return cls


_DEPRECATED_MSG = "{name!r} is deprecated and slated for removal in Python {remove}"


def _deprecated(name, message=_DEPRECATED_MSG, *, remove, _version=sys.version_info):
    """Warns of something that goes with the release `remove`, and fails once that is there."""
    release = f"{remove[0]}.{remove[1]}"
    due = _version[:2] > remove or (_version[:2] == remove and _version[3] != "alpha")
    if due:
        raise RuntimeError(f"{name!r} was slated for removal after Python {release} alpha")
    warn(message.format(name=name, remove=release), DeprecationWarning, stacklevel=3)
