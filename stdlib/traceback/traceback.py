# Stacks and exceptions as data, and as the text that the interpreter would print.

import sys
import _traceback
import linecache

__all__ = ['extract_stack', 'extract_tb', 'format_exception', 'format_exception_only',
           'format_list', 'format_stack', 'format_tb', 'print_exc', 'format_exc',
           'print_exception', 'print_last', 'print_stack', 'print_tb', 'clear_frames',
           'FrameSummary', 'StackSummary', 'TracebackException', 'walk_stack', 'walk_tb']

_CAUSE = ("\nThe above exception was the direct cause "
          "of the following exception:\n\n")
_CONTEXT = ("\nDuring handling of the above exception, "
            "another exception occurred:\n\n")
_MOST_EQUAL = 3


class _Sentinel:
    def __repr__(self):
        return '<implicit>'


_sentinel = _Sentinel()


def _chunks(text):
    """The text cut into what belongs together: each entry with its source is one."""
    chunks = []
    in_entry = False
    for line in text.splitlines(keepends=True):
        if in_entry and line.startswith('    '):
            chunks[-1] += line
            continue
        chunks.append(line)
        in_entry = line.startswith('  File "')
    return chunks


def _exception_of(exc, value, tb):
    given = [each for each in (value, tb) if each is not _sentinel]
    if len(given) == 1:
        raise ValueError('Both or neither of value and tb must be given')
    if given or exc is None:
        return tuple(given) or (None, None)
    if not isinstance(exc, BaseException):
        raise TypeError(f'Exception expected for value, {type(exc).__name__} found')
    return exc, exc.__traceback__


# ---- printing ----------------------------------------------------------------

def print_list(extracted_list, file=None):
    """Prints extracted entries to file as a stack trace."""
    if file is None:
        file = sys.stderr
    for item in StackSummary.from_list(extracted_list).format():
        print(item, file=file, end='')


def format_list(extracted_list):
    """Extracted entries as lines of a stack trace, ready to print."""
    return StackSummary.from_list(extracted_list).format()


def print_tb(tb, limit=None, file=None):
    """Prints the entries of the traceback tb, limit of them at most."""
    print_list(extract_tb(tb, limit=limit), file=file)


def format_tb(tb, limit=None):
    """The entries of the traceback tb, as lines ready to print."""
    return extract_tb(tb, limit=limit).format()


def extract_tb(tb, limit=None):
    """The entries of a traceback as a StackSummary."""
    return StackSummary._of_traceback(tb, limit)


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True,
                    **kwargs):
    """Prints an exception with its traceback and those behind it."""
    if file is None:
        file = sys.stderr
    for line in format_exception(exc, value, tb, limit, chain, **kwargs):
        print(line, file=file, end='')


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True, **kwargs):
    """An exception with its traceback and those behind it, as lines ready to print."""
    value, tb = _exception_of(exc, value, tb)
    if (limit is None and chain and isinstance(value, BaseException)
            and value.__traceback__ is tb):
        # Just what the interpreter itself would print.
        return _chunks(_traceback.format_exception(value))
    made = TracebackException(type(value), value, tb, limit=limit, compact=True)
    return list(made.format(chain=chain))


def format_exception_only(exc, /, value=_sentinel, *, show_group=False, **kwargs):
    """The lines that name the exception, without its traceback."""
    if value is _sentinel:
        value = exc
    made = TracebackException(type(value), value, None, compact=True)
    return list(made.format_exception_only(show_group=show_group))


def print_exc(limit=None, file=None, chain=True):
    """Prints the exception being handled."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """What print_exc() would print, as a string."""
    return ''.join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Prints the last exception that nobody handled."""
    if not hasattr(sys, 'last_exc') and not hasattr(sys, 'last_type'):
        raise ValueError('no last exception')
    if hasattr(sys, 'last_exc'):
        print_exception(sys.last_exc, limit=limit, file=file, chain=chain)
    else:
        print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file, chain)


def print_stack(f=None, limit=None, file=None):
    """Prints the stack of the caller, or that of the frame f."""
    if f is None:
        f = sys._getframe().f_back
    print_list(extract_stack(f, limit=limit), file=file)


def format_stack(f=None, limit=None):
    """The stack of the caller or of the frame f, as lines ready to print."""
    if f is None:
        f = sys._getframe().f_back
    return format_list(extract_stack(f, limit=limit))


def extract_stack(f=None, limit=None):
    """The stack of the caller or of the frame f as a StackSummary."""
    if f is None:
        f = sys._getframe().f_back
    stack = StackSummary.extract(walk_stack(f), limit=limit)
    stack.reverse()
    return stack


def clear_frames(tb):
    """Clears the local variables of every frame in a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            # Still running.
            pass
        tb = tb.tb_next


# ---- entries -----------------------------------------------------------------

class FrameSummary:
    """One entry of a stack trace."""

    __slots__ = ('filename', 'lineno', 'end_lineno', 'colno', 'end_colno', 'name', '_line',
                 '_text', 'locals')

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None, **kwargs):
        self.filename, self.lineno, self.name = filename, lineno, name
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno, self.end_colno = colno, end_colno
        self._line = line
        # What the interpreter prints, source and carets included.
        self._text = None
        if lookup_line:
            self.line
        self.locals = None if locals is None else {
            name: _safe_string(value, 'local', repr) for name, value in locals.items()}

    @property
    def line(self):
        if self._line is None:
            if self.lineno is None:
                return None
            self._line = linecache.getline(self.filename, self.lineno)
        return self._line.strip()

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename == other.filename and self.lineno == other.lineno
                    and self.name == other.name and self.locals == other.locals)
        if isinstance(other, tuple):
            return (self.filename, self.lineno, self.name, self.line) == other
        return NotImplemented

    __hash__ = None

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter((self.filename, self.lineno, self.name, self.line))

    def __repr__(self):
        return f'<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>'

    def __len__(self):
        return 4


def walk_stack(f):
    """Goes from a frame outwards; gives (frame, line number) pairs."""
    if f is None:
        f = sys._getframe().f_back.f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """Goes along a traceback; gives (frame, line number) pairs."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _limited(items, limit):
    if limit is None:
        limit = getattr(sys, 'tracebacklimit', None)
        if limit is not None and limit < 0:
            limit = 0
    if limit is None:
        return list(items)
    if limit >= 0:
        found = []
        for item in items:
            if len(found) == limit:
                break
            found.append(item)
        return found
    return list(items)[limit:]


class StackSummary(list):
    """A list of FrameSummary objects: one stack trace."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Makes entries of (frame, line number) pairs."""
        result = klass()
        for frame, lineno in _limited(frame_gen, limit):
            code = frame.f_code
            result.append(FrameSummary(code.co_filename, lineno, code.co_name,
                                       lookup_line=lookup_lines,
                                       locals=frame.f_locals if capture_locals else None))
        return result

    @classmethod
    def _of_traceback(klass, tb, limit=None, lookup_lines=True, capture_locals=False):
        entries = []
        while tb is not None:
            entries.append(tb)
            tb = tb.tb_next
        result = klass()
        for each in _limited(entries, limit):
            frame = each.tb_frame
            code = frame.f_code
            line, end_line, column, end_column = _traceback.position(each) or (
                each.tb_lineno, None, None, None)
            entry = FrameSummary(code.co_filename, each.tb_lineno, code.co_name,
                                 lookup_line=lookup_lines, end_lineno=end_line, colno=column,
                                 end_colno=end_column,
                                 locals=frame.f_locals if capture_locals else None)
            entry._text = _traceback.format_entry(each)
            result.append(entry)
        return result

    @classmethod
    def from_list(klass, a_list):
        """Makes a stack of FrameSummary objects or of tuples with the same four parts."""
        result = klass()
        for frame in a_list:
            if isinstance(frame, FrameSummary):
                result.append(frame)
            else:
                filename, lineno, name, line = frame
                result.append(FrameSummary(filename, lineno, name, line=line))
        return result

    def format_frame_summary(self, frame_summary, **kwargs):
        """One entry as lines of text."""
        if frame_summary._text is not None:
            text = frame_summary._text
        else:
            filename = frame_summary.filename
            if filename.startswith('<stdin-') and filename.endswith('>'):
                filename = '<stdin>'
            text = '  File "{}", line {}, in {}\n'.format(filename, frame_summary.lineno,
                                                          frame_summary.name)
            if frame_summary.line:
                text += '    {}\n'.format(frame_summary.line)
        if frame_summary.locals:
            for name, value in sorted(frame_summary.locals.items()):
                text += '    {} = {}\n'.format(name, value)
        return text

    def format(self, **kwargs):
        """Format the stack ready for printing."""
        result = []
        last = None
        count = 0
        for frame in self:
            text = self.format_frame_summary(frame)
            if text is None:
                continue
            place = frame.filename, frame.lineno, frame.name
            if last is None or place != last:
                self._fold(result, count)
                last, count = place, 0
            count += 1
            if count <= _MOST_EQUAL:
                result.append(text)
        self._fold(result, count)
        return result

    def _fold(self, result, count):
        if count > _MOST_EQUAL:
            more = count - _MOST_EQUAL
            result.append(f'  [Previous line repeated {more} more '
                          f'time{"s" if more > 1 else ""}]\n')


def _safe_string(value, what, func=str):
    try:
        return func(value)
    except:
        return f'<{what} {func.__name__}() failed>'


# ---- exceptions --------------------------------------------------------------

class TracebackException:
    """An exception ready for rendering."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, compact=False, max_group_width=15, max_group_depth=10,
                 save_exc_type=True, _seen=None):
        seen = set() if _seen is None else _seen
        seen.add(id(exc_value))
        self.max_group_width, self.max_group_depth = max_group_width, max_group_depth
        self.stack = StackSummary._of_traceback(exc_traceback, limit, lookup_lines,
                                                capture_locals)
        self._exc_type = exc_type if save_exc_type else None
        self._str = _safe_string(exc_value, 'exception')
        self.exc_type_qualname = exc_type.__qualname__ if isinstance(exc_type, type) else None
        self.exc_type_module = exc_type.__module__ if isinstance(exc_type, type) else None
        try:
            self.__notes__ = getattr(exc_value, '__notes__', None)
        except Exception as error:
            self.__notes__ = [f'Ignored error getting __notes__: {_safe_string(error, "", repr)}']
        if isinstance(exc_value, BaseException):
            self._only = _traceback.format_exception_only(exc_value)
        elif exc_value is None:
            self._only = 'NoneType: None\n'
        else:
            self._only = f'{exc_type.__name__}: {self._str}\n'
        if isinstance(exc_value, SyntaxError):
            for name in ('filename', 'text', 'offset', 'end_offset', 'msg'):
                setattr(self, name, getattr(exc_value, name))
            self.lineno = None if exc_value.lineno is None else str(exc_value.lineno)
            self.end_lineno = None if exc_value.end_lineno is None else str(exc_value.end_lineno)
        self.__suppress_context__ = getattr(exc_value, '__suppress_context__', False)

        def linked(other):
            if other is None or id(other) in seen:
                return None
            return TracebackException(type(other), other, other.__traceback__, limit=limit,
                                      lookup_lines=lookup_lines, capture_locals=capture_locals,
                                      max_group_width=max_group_width,
                                      max_group_depth=max_group_depth, _seen=seen)

        self.__cause__ = linked(getattr(exc_value, '__cause__', None))
        needs_context = not compact or self.__cause__ is None and not self.__suppress_context__
        self.__context__ = linked(getattr(exc_value, '__context__', None)
                                  if needs_context else None)
        self.exceptions = None
        if isinstance(exc_value, BaseExceptionGroup):
            self.exceptions = [TracebackException(
                type(each), each, each.__traceback__, limit=limit, lookup_lines=lookup_lines,
                capture_locals=capture_locals, max_group_width=max_group_width,
                max_group_depth=max_group_depth, _seen=seen) for each in exc_value.exceptions]

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Takes up an exception object."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type(self):
        return self._exc_type

    @property
    def exc_type_str(self):
        if self._exc_type is None:
            return None
        if self.exc_type_module in ('__main__', 'builtins'):
            return self.exc_type_qualname
        return f'{self.exc_type_module}.{self.exc_type_qualname}'

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    __hash__ = None

    def __str__(self):
        return self._str

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        """The lines that name the exception, without the traceback."""
        indent = 3 * _depth * ' '
        for line in self._only.splitlines(keepends=True):
            yield indent + line
        if self.exceptions and show_group:
            for each in self.exceptions:
                yield from each.format_exception_only(show_group=show_group, _depth=_depth + 1)

    def _links(self, chain):
        """This exception and those that led to it, the oldest first, each with the words behind."""
        links = []
        each, words = self, None
        while each is not None:
            links.append((each, words))
            if not chain:
                break
            if each.__cause__ is not None:
                each, words = each.__cause__, _CAUSE
            elif each.__context__ is not None and not each.__suppress_context__:
                each, words = each.__context__, _CONTEXT
            else:
                break
        return reversed(links)

    def format(self, *, chain=True, _depth=0, **kwargs):
        """Format the exception."""
        indent = '  ' * _depth
        for each, words in self._links(chain):
            if each.exceptions is None:
                if each.stack:
                    yield from _indented(['Traceback (most recent call last):\n'], indent, _depth)
                    yield from _indented(each.stack.format(), indent, _depth)
                yield from _indented(each.format_exception_only(), indent, _depth)
            elif _depth > self.max_group_depth:
                yield from _indented([f'... (max_group_depth is {self.max_group_depth})\n'],
                                     indent, _depth)
            else:
                yield from each._format_group(_depth)
            if words is not None:
                yield from _indented([words], indent, _depth)

    def _format_group(self, depth):
        is_outermost = depth == 0
        if is_outermost:
            depth = 1
        indent = '  ' * depth
        if self.stack:
            mark = '+ ' if is_outermost else '| '
            yield indent + mark + 'Exception Group Traceback (most recent call last):\n'
            yield from _indented(self.stack.format(), indent, depth)
        yield from _indented(self.format_exception_only(), indent, depth)
        count = len(self.exceptions)
        shown = min(count, self.max_group_width)
        total = shown if count <= self.max_group_width else shown + 1
        for at in range(total):
            last = at == total - 1
            title = str(at + 1) if at < shown else '...'
            front = '+-' if at == 0 else '  '
            yield f'{indent}{front}+---------------- {title} ----------------\n'
            inner = depth + 1
            if at < shown:
                yield from self.exceptions[at].format(_depth=inner)
            else:
                more = count - self.max_group_width
                yield from _indented([f'and {more} more exception{"s" if more > 1 else ""}\n'],
                                     '  ' * inner, inner)
            if last and (at >= shown or self.exceptions[at].exceptions is None):
                yield '  ' * inner + '+------------------------------------\n'

    def print(self, *, file=None, chain=True, **kwargs):
        """Prints the lines of format() to file."""
        if file is None:
            file = sys.stderr
        for line in self.format(chain=chain):
            print(line, file=file, end='')


def _indented(texts, indent, depth):
    for text in texts:
        if not depth:
            yield text
            continue
        for line in text.splitlines(keepends=True):
            yield f'{indent}| {line}'
