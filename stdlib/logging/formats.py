# What makes text of records.

import re
import string
import time

__all__ = ['BASIC_FORMAT', 'BufferingFormatter', 'Formatter', 'PercentStyle', 'StrFormatStyle',
           'StringTemplateStyle']


class PercentStyle:
    """`%(name)s`"""

    default_format = '%(message)s'
    asctime_format = '%(asctime)s'
    _time = '%(asctime)'
    _valid = re.compile(r'%\(\w+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]', re.IGNORECASE)

    def __init__(self, fmt, *, defaults=None):
        self._fmt, self._defaults = fmt or self.default_format, defaults or {}

    def usesTime(self):
        """Whether the time is shown."""
        return self._time in self._fmt

    def validate(self):
        """ValueError for a format of another style."""
        if not self._valid.search(self._fmt):
            raise ValueError(f"Invalid format '{self._fmt}' for '{self.default_format[0]}' style")

    def _fill(self, values):
        return self._fmt % values

    def format(self, record):
        """The record as text."""
        try:
            return self._fill({**self._defaults, **record.__dict__})
        except KeyError as error:
            raise ValueError(f'Formatting field not found in record: {error}') from error


# What stands in braces: a name with attributes and items, and how it is shown.
_FIELD = re.compile(r'(\d+|\w+)(\.\w+|\[[^]]+\])*')
_SPEC = re.compile(r'(.?[<=>^])?[+ -]?#?0?(\d+|\{\w+\})?[,_]?(\.(\d+|\{\w+\}))?[bcdefgnosx%]?', re.IGNORECASE)


class StrFormatStyle(PercentStyle):
    """`{name}`"""

    default_format = '{message}'
    asctime_format = '{asctime}'
    _time = '{asctime'

    def validate(self):
        """ValueError for a format of another style."""
        try:
            fields = [field[1:] for field in string.Formatter().parse(self._fmt) if field[1]]
        except ValueError as error:
            raise ValueError(f'invalid format: {error}') from error
        if not fields:
            raise ValueError('invalid format: no fields')
        for name, spec, conversion in fields:
            if not _FIELD.fullmatch(name):
                raise ValueError(f'invalid format: invalid field name/expression: {name!r}')
            if conversion and conversion not in 'rsa':
                raise ValueError(f'invalid format: invalid conversion: {conversion!r}')
            if spec and not _SPEC.fullmatch(spec):
                raise ValueError(f'invalid format: bad specifier: {spec!r}')

    def _fill(self, values):
        return self._fmt.format(**values)


class StringTemplateStyle(PercentStyle):
    """`$name`"""

    default_format = '${message}'
    asctime_format = '${asctime}'

    def usesTime(self):
        """Whether the time is shown."""
        return '$asctime' in self._fmt or self.asctime_format in self._fmt

    def validate(self):
        """ValueError for a format of another style."""
        named = False
        for found in string.Template.pattern.finditer(self._fmt):
            named = named or bool(found['named'] or found['braced'])
            if found['invalid'] is not None:
                raise ValueError("invalid format: bare '$' not allowed")
        if not named:
            raise ValueError('invalid format: no fields')

    def _fill(self, values):
        return string.Template(self._fmt).substitute(**values)


BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'
_STYLES = {'%': (PercentStyle, BASIC_FORMAT),
           '{': (StrFormatStyle, '{levelname}:{name}:{message}'),
           '$': (StringTemplateStyle, '${levelname}:${name}:${message}')}


def _style_of(style):
    if style not in _STYLES:
        raise ValueError(f'Style must be one of: {",".join(_STYLES)}')
    return _STYLES[style]


class Formatter:
    """Makes text of records."""

    converter = time.localtime
    default_time_format = '%Y-%m-%d %H:%M:%S'
    default_msec_format = '%s,%03d'

    def __init__(self, fmt=None, datefmt=None, style='%', validate=True, *, defaults=None):
        self._style = _style_of(style)[0](fmt, defaults=defaults)
        if validate:
            self._style.validate()
        self._fmt, self.datefmt = self._style._fmt, datefmt

    def formatTime(self, record, datefmt=None):
        """The time of a record."""
        moment = self.converter(record.created)
        if datefmt:
            return time.strftime(datefmt, moment)
        text = time.strftime(self.default_time_format, moment)
        return self.default_msec_format % (text, record.msecs) if self.default_msec_format else text

    def formatException(self, ei):
        """An exception with its traceback."""
        import traceback
        return ''.join(traceback.format_exception(*ei)).removesuffix('\n')

    def usesTime(self):
        """Whether the time is shown."""
        return self._style.usesTime()

    def formatMessage(self, record):
        """The line of a record."""
        return self._style.format(record)

    def formatStack(self, stack_info):
        """The stack of a record."""
        return stack_info

    def format(self, record):
        """The record as text, with exception and stack below."""
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        parts = [self.formatMessage(record)]
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        parts += [record.exc_text] if record.exc_text else []
        parts += [self.formatStack(record.stack_info)] if record.stack_info else []
        return ''.join(part if part.endswith('\n') or part is parts[-1] else part + '\n' for part in parts)


_defaultFormatter = Formatter()


class BufferingFormatter:
    """Makes one text of several records."""

    def __init__(self, linefmt=None):
        self.linefmt = linefmt or _defaultFormatter

    def formatHeader(self, records):
        """What stands above."""
        return ''

    def formatFooter(self, records):
        """What stands below."""
        return ''

    def format(self, records):
        """The records as text."""
        if not records:
            return ''
        lines = [self.linefmt.format(record) for record in records]
        return ''.join([self.formatHeader(records), *lines, self.formatFooter(records)])


for _class in PercentStyle, StrFormatStyle, StringTemplateStyle, Formatter, BufferingFormatter:
    _class.__module__ = 'logging'
del _class
