# The lines in front of what is sent: names and values, in the order of the lines.

import re


def _same(name):
    return name.lower()


class HTTPMessage:
    """Headers: a mapping that does not care for case, and may have several values for a name."""

    defects = ()

    def __init__(self):
        self._lines = []
        self._default_type = 'text/plain'

    # As a mapping.

    def __len__(self):
        return len(self._lines)

    def __contains__(self, name):
        return any(_same(name) == _same(own) for own, _ in self._lines)

    def __iter__(self):
        return iter(self.keys())

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, value):
        self._lines.append((name, value))

    def __delitem__(self, name):
        self._lines = [line for line in self._lines if _same(line[0]) != _same(name)]

    def keys(self):
        """The names, in order, those with several values as often."""
        return [name for name, _ in self._lines]

    def values(self):
        """The values, in order."""
        return [value for _, value in self._lines]

    def items(self):
        """The names with their values, in order."""
        return list(self._lines)

    raw_items = items

    def get(self, name, failobj=None):
        """The first value for a name."""
        for own, value in self._lines:
            if _same(own) == _same(name):
                return value
        return failobj

    def get_all(self, name, failobj=None):
        """All values for a name, in order."""
        values = [value for own, value in self._lines if _same(own) == _same(name)]
        return values or failobj

    getallmatchingheaders = get_all

    def add_header(self, _name, _value, **_params):
        """Add a value, with parameters behind it."""
        parts = [] if _value is None else [_value]
        for name, value in _params.items():
            name = name.replace('_', '-')
            parts.append(name if value is None else f'{name}="{value}"')
        self[_name] = '; '.join(parts)

    def replace_header(self, _name, _value):
        """Change the first value for a name."""
        for number, (own, _) in enumerate(self._lines):
            if _same(own) == _same(_name):
                self._lines[number] = own, _value
                return
        raise KeyError(_name)

    def __str__(self):
        return self.as_string()

    def as_string(self, unixfrom=False, maxheaderlen=0, policy=None):
        """The lines, and the empty one behind them."""
        return ''.join(f'{name}: {value}\n' for name, value in self._lines) + '\n'

    def as_bytes(self, unixfrom=False, policy=None):
        """The lines as bytes."""
        return self.as_string().encode('ascii', 'surrogateescape')

    def __bytes__(self):
        return self.as_bytes()

    # The kind of what follows.

    def get_content_type(self):
        """The kind of content, `text/html`."""
        kind = (self.get('content-type') or self._default_type).partition(';')[0].strip().lower()
        return kind if kind.count('/') == 1 else 'text/plain'

    def get_default_type(self):
        """The kind of content where nothing says one."""
        return self._default_type

    def get_content_maintype(self):
        """What stands before the slash of the kind."""
        return self.get_content_type().partition('/')[0]

    def get_content_subtype(self):
        """What stands behind the slash of the kind."""
        return self.get_content_type().partition('/')[2]

    def get_params(self, failobj=None, header='content-type', unquote=True):
        """The parts of a value: names with what is given for them."""
        value = self.get(header)
        if value is None:
            return failobj
        return [(name.strip(), _unquoted(given.strip()) if unquote else given.strip())
                for name, _, given in (part.partition('=') for part in _split_at_semicolons(value))]

    def get_param(self, param, failobj=None, header='content-type', unquote=True):
        """A parameter of a value."""
        for name, given in self.get_params((), header, unquote):
            if _same(name) == _same(param):
                return given
        return failobj

    def get_content_charset(self, failobj=None):
        """The encoding of text."""
        charset = self.get_param('charset')
        return failobj if charset is None else charset.lower()

    def get_filename(self, failobj=None):
        """The name under which the content is to be kept."""
        name = self.get_param('filename', None, 'content-disposition')
        return failobj if name is None else name

    def get_content_disposition(self):
        """Whether the content is an attachment."""
        value = self.get('content-disposition')
        return None if value is None else value.partition(';')[0].strip().lower()

    def is_multipart(self):
        """Whether the content has parts; nothing reads those here."""
        return False

    def get_payload(self, i=None, decode=False):
        """Headers come without their content."""
        return ''


def _split_at_semicolons(value):
    return [part for part in re.findall(r'((?:[^;"]|"(?:\\.|[^"\\])*"?)+)', value) if part.strip()]


def _unquoted(text):
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r'\\(.)', r'\1', text[1:-1])
    return text


def read_lines(file, too_long, longest=65536, most=100):
    """The lines up to the empty one, as bytes; an exception of http.client for what is too much."""
    lines = []
    while True:
        line = file.readline(longest + 1)
        if len(line) > longest:
            raise too_long('header line')
        if line in (b'\r\n', b'\n', b''):
            return lines
        lines.append(line)
        if len(lines) > most:
            from http.client import HTTPException
            raise HTTPException(f'got more than {most} headers')


def message_of(lines, cls=HTTPMessage):
    """The headers that the lines say."""
    message = cls()
    for line in lines:
        text = line.decode('iso-8859-1').rstrip('\r\n')
        if text[:1] in (' ', '\t') and message._lines:
            # Goes on with the line before.
            name, value = message._lines.pop()
            message._lines.append((name, f'{value}\r\n{text}'))
            continue
        name, colon, value = text.partition(':')
        if not colon or not name or name != name.strip():
            # Whatever follows belongs to no header any more.
            break
        message._lines.append((name, value.strip(' \t')))
    return message
