"""Names that every generated program may use. Runs under both interpreters, in the program's own
namespace, so it keeps to the language and to modules that both have."""

import sys as _sys


class Fuel(BaseException):
    """The program has used up its steps."""


_left = [600]
_lines = [400]


def tick():
    """One step; ends the program in time, at the same step everywhere."""
    _left[0] -= 1
    if _left[0] < 0:
        raise Fuel("no steps left")
    return True


_delays = [0]


def delay(n):
    """About n milliseconds, but never the same twice, nor the sum of others: which of two timers comes
    first must not depend on what looking at the clock costs."""
    _delays[0] += 1
    return 0.001 * n + 0.000137 * _delays[0] ** 0.5 if n > 0 else 0


def clean(text):
    """The text without addresses."""
    at = text.find("0x")
    while at >= 0:
        end = at + 2
        while end < len(text) and text[end] in "0123456789abcdef":
            end += 1
        # An immediate value has a small number in place of an address.
        if end - at > 7 or text[:at].endswith(" at "):
            text = text[:at] + "0xADDR" + text[end:]
        at = text.find("0x", at + 2)
    return text


def ordered(value, depth=0):
    """repr, with sets in an order that does not depend on hashes."""
    kind = type(value)
    if depth > 6:
        return "..."
    if kind is set or kind is frozenset:
        inside = ", ".join(sorted(ordered(each, depth + 1) for each in value))
        if kind is frozenset:
            return "frozenset({" + inside + "})" if value else "frozenset()"
        return "{" + inside + "}" if value else "set()"
    if kind is list:
        return "[" + ", ".join([ordered(each, depth + 1) for each in value[:60]]) + "]"
    if kind is tuple:
        inside = ", ".join([ordered(each, depth + 1) for each in value])
        return "(" + inside + (",)" if len(value) == 1 else ")")
    if kind is dict:
        pairs = [ordered(k, depth + 1) + ": " + ordered(v, depth + 1) for k, v in value.items()]
        return "{" + ", ".join(pairs) + "}"
    if kind is type(type.__dict__):
        return "mappingproxy of " + ", ".join(sorted(name for name in value if not name.startswith("__")))
    return clean(repr(value))


def show(*values):
    """Prints values; a program may not print without end."""
    _lines[0] -= 1
    if _lines[0] < 0:
        raise Fuel("no lines left")
    texts = []
    for value in values:
        if isinstance(value, BaseException):
            texts.append(told(value))
            continue
        try:
            texts.append(ordered(value))
        except Exception as problem:
            texts.append("<repr: " + told(problem) + ">")
    print(*[text.encode("utf-8", "backslashreplace").decode() for text in texts])


def told(problem, depth=0):
    """An exception with all that belongs to it, on one line."""
    if problem is None or depth > 3:
        return "None"
    try:
        text = type(problem).__name__ + ": " + clean(str(problem))
    except Exception as inner:
        text = type(problem).__name__ + "!" + type(inner).__name__
    lines = []
    at = problem.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == "<program>":
            lines.append(at.tb_lineno)
        at = at.tb_next
    if len(lines) > 6:
        lines = lines[:3] + [len(lines)] + lines[-3:]
    text += " @" + ",".join(map(str, lines))
    if getattr(problem, "__notes__", None):
        text += " notes " + clean(repr(problem.__notes__))
    if isinstance(problem, BaseExceptionGroup):
        text += " [" + "; ".join([told(each, depth + 1) for each in problem.exceptions]) + "]"
    if problem.__cause__ is not None:
        text += " from " + told(problem.__cause__, depth + 1)
    elif problem.__context__ is not None:
        text += " during " + told(problem.__context__, depth + 1)
        if problem.__suppress_context__:
            text += " (hidden)"
    return text


def T(tag, value=None):
    """Shows that an operand is evaluated."""
    _lines[0] -= 1
    if _lines[0] < 0:
        raise Fuel("no lines left")
    print("T", tag)
    return value


def attempt(function, *args, **keywords):
    """Calls, and shows the result or the exception."""
    try:
        result = function(*args, **keywords)
    except Exception as problem:
        show("!", problem)
        return None
    show("=", result)
    return result


def clip(value):
    """The value, or a smaller one of its kind."""
    kind = type(value)
    if kind is int:
        return value if -(1 << 1500) < value < 1 << 1500 else value % 1000003
    if kind is str or kind is bytes or kind is tuple:
        return value[:60] if len(value) > 60 else value
    if kind is list or kind is bytearray:
        if len(value) > 60:
            del value[40:]
        return value
    if kind is dict or kind is set:
        while len(value) > 60:
            value.pop() if kind is set else value.popitem()
    return value


def P(value):
    """An operand that does not let results explode."""
    if type(value) is int and not -70 < value < 70:
        return value % 67
    return value


class D:
    """Says when it dies."""

    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", clean(str(self.name)))

    def __repr__(self):
        return f"D({self.name!r})"


class M:
    """A context manager that says what it sees; swallows what it is told to."""

    def __init__(self, name, swallow=False, fails=None):
        self.name, self.swallow, self.fails = name, swallow, fails

    def __enter__(self):
        print("enter", self.name)
        if self.fails == "enter":
            raise KeyError(self.name)
        return self

    def __exit__(self, kind, value, trace):
        print("exit", self.name, kind and kind.__name__)
        if self.fails == "exit":
            raise ValueError(self.name)
        return self.swallow

    async def __aenter__(self):
        print("aenter", self.name)
        await pause()
        return self.__enter__()

    async def __aexit__(self, kind, value, trace):
        await pause()
        return self.__exit__(kind, value, trace)

    def __repr__(self):
        return f"M({self.name!r})"


class Pause:
    """Awaitable: suspends once and is sent something."""

    def __init__(self, value=None):
        self.value = value

    def __await__(self):
        return (yield self.value)


async def pause(value=None):
    """Suspends once in whatever drives the coroutine; an event loop accepts None."""
    return await Pause(value)


async def aiter_of(values):
    """An asynchronous generator over values."""
    for value in values:
        await pause()
        yield value


def drive(coroutine, *sent):
    """Runs a coroutine to its end without a loop; shows each suspension."""
    sent = list(sent)
    value = None
    for _ in range(60):
        try:
            if isinstance(value, BaseException):
                given, value = value, None
                step = coroutine.throw(given)
            else:
                step = coroutine.send(value)
        except StopIteration as end:
            return end.value
        if step is not None:
            show("step", step)
        value = sent.pop(0) if sent else None
    coroutine.close()
    return "unfinished"


def check_hook(problem):
    """What nobody can catch is shown where it happens."""
    print("unraisable", type(problem.exc_value).__name__, clean(str(problem.exc_value)), problem.err_msg and clean(problem.err_msg))


_sys.unraisablehook = check_hook


async def agen(n):
    """An asynchronous generator for the event loop."""
    import asyncio
    for i in range(n):
        await asyncio.sleep(0)
        yield i
