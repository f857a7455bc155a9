# Constants, capwords, Formatter and Template.

import _string

__all__ = ['ascii_letters', 'ascii_lowercase', 'ascii_uppercase', 'capwords', 'digits',
           'hexdigits', 'octdigits', 'printable', 'punctuation', 'whitespace', 'Formatter',
           'Template']

whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdefABCDEF'
octdigits = '01234567'
punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """The words of a text with capital first letters."""
    return (sep or ' ').join([word.capitalize() for word in s.split(sep)])


class _Overlay:
    # Keyword arguments in front of a mapping.

    def __init__(self, first, second):
        self.first = first
        self.second = second

    def __getitem__(self, key):
        if key in self.first:
            return self.first[key]
        return self.second[key]


_none = {}


class _Pattern:
    # The pattern of a class of templates, made of its other attributes when somebody asks for it.

    def __get__(self, instance, owner):
        import re
        mark = re.escape(owner.delimiter)
        inside = owner.braceidpattern or owner.idpattern
        pattern = (f'{mark}(?:(?P<escaped>{mark})|(?P<named>{owner.idpattern})|'
                   f'{{(?P<braced>{inside})}}|(?P<invalid>))')
        return re.compile(pattern, owner.flags | re.VERBOSE)


class Template:
    """A text with $-placeholders."""

    pattern = _Pattern()
    _has_pattern = False

    delimiter = '$'
    # What an identifier looks like, as a regular expression; only ASCII letters match.
    idpattern = r'(?a:[_a-z][_a-z0-9]*)'
    braceidpattern = None
    flags = 2

    def __init_subclass__(cls):
        super().__init_subclass__()
        if 'pattern' in cls.__dict__:
            import re
            cls.pattern = re.compile(cls.pattern, cls.flags | re.VERBOSE)
            cls._has_pattern = True

    def __init__(self, template):
        self.template = template

    def _pieces(self):
        # (literal, name, source): see _string. Only a class with a pattern of its own needs `re`.
        own = type(self)
        if (own.idpattern is Template.idpattern and own.braceidpattern is None
                and not own._has_pattern):
            if not isinstance(self.template, str):
                raise TypeError('expected string or bytes-like object, got '
                                f'{type(self.template).__name__!r}')
            return _string.dollar_pieces(self.template, own.delimiter)
        return self._pattern_pieces(own)

    def _pattern_pieces(self, own):
        place, pieces = 0, []
        for match in own.pattern.finditer(self.template):
            literal = self.template[place:match.start()]
            place = match.end()
            name = match.group('named') or match.group('braced')
            if name is not None:
                pieces.append((literal, name, match.group()))
            elif match.group('escaped') is not None:
                pieces.append((literal, None, own.delimiter))
            elif match.group('invalid') is not None:
                pieces.append((literal, match.start('invalid') - len(own.delimiter),
                               match.group()))
            else:
                raise ValueError('Unrecognized named group in pattern', match.re)
        pieces.append((self.template[place:], None, ''))
        return pieces

    def _invalid(self, place):
        lines = self.template[:place].splitlines(keepends=True)
        if not lines:
            line, column = 1, 1
        else:
            line, column = len(lines), place - len(''.join(lines[:-1])) + 1
        raise ValueError(f'Invalid placeholder in string: line {line}, col {column}')

    def substitute(self, mapping=_none, /, **kws):
        """The text with every placeholder's value."""
        if mapping is _none:
            mapping = kws
        elif kws:
            mapping = _Overlay(kws, mapping)
        parts = []
        for literal, name, source in self._pieces():
            parts.append(literal)
            if name is None:
                parts.append(source)
            elif isinstance(name, str):
                parts.append(str(mapping[name]))
            else:
                self._invalid(name)
        return ''.join(parts)

    def safe_substitute(self, mapping=_none, /, **kws):
        """As substitute, but what has no value stays as it is."""
        if mapping is _none:
            mapping = kws
        elif kws:
            mapping = _Overlay(kws, mapping)
        parts = []
        for literal, name, source in self._pieces():
            parts.append(literal)
            if isinstance(name, str):
                try:
                    source = str(mapping[name])
                except KeyError:
                    pass
            parts.append(source)
        return ''.join(parts)

    def is_valid(self):
        """Whether substitute would find no mistake."""
        return all(name is None or isinstance(name, str) for _, name, _ in self._pieces())

    def get_identifiers(self):
        """The names of the placeholders, each once, in their order."""
        return list(dict.fromkeys(
            name for _, name, _ in self._pieces() if isinstance(name, str)))


class Formatter:
    """What str.format does, step by step."""

    def format(self, format_string, /, *args, **kwargs):
        """The text with the values of its fields."""
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        """As format, the arguments in a sequence and a mapping."""
        used = set()
        result, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return result

    _MIXED_NUMBERING = ('cannot switch from manual field specification to automatic field numbering')

    def _numbered(self, name, auto_arg_index):
        """The field's name with its number if it has none, and the number that comes next."""
        first = _string.formatter_field_name_split(name)[0]
        if first == '':
            if auto_arg_index is False:
                raise ValueError(self._MIXED_NUMBERING)
            return str(auto_arg_index) + name, auto_arg_index + 1
        if not isinstance(first, int):
            return name, auto_arg_index
        if auto_arg_index:
            raise ValueError(self._MIXED_NUMBERING)
        return name, False

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError('Max string recursion exceeded')
        text = ''
        for literal, field, spec, conversion in self.parse(format_string):
            text += literal or ""
            if field is None:
                continue
            field, auto_arg_index = self._numbered(field, auto_arg_index)
            found, used = self.get_field(field, args, kwargs)
            used_args.add(used)
            converted = self.convert_field(found, conversion)
            spec, auto_arg_index = self._vformat(spec, args, kwargs, used_args,
                                                 recursion_depth - 1, auto_arg_index)
            text += self.format_field(converted, spec)
        return text, auto_arg_index

    def get_value(self, key, args, kwargs):
        """The argument of that number or name."""
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        """For derived classes."""

    def format_field(self, value, format_spec):
        """format(value, format_spec)"""
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        """What `!s`, `!r` and `!a` do."""
        known = {None: lambda value: value, 's': str, 'r': repr, 'a': ascii}
        if conversion not in known:
            raise ValueError(f'Unknown conversion specifier {conversion!s}')
        return known[conversion](value)

    def parse(self, format_string):
        """(literal text, field name, specification, conversion), piece by piece."""
        return _parsed(*_string.formatter_pieces(format_string))

    def get_field(self, field_name, args, kwargs):
        """The object that a field's name means, and the key it was found by."""
        first, rest = _string.formatter_field_name_split(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, key in rest:
            value = getattr(value, key) if is_attribute else value[key]
        return value, first


def _parsed(pieces, mistake):
    yield from pieces
    if mistake is not None:
        raise ValueError(mistake)
