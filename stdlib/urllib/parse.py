# Addresses (URLs) taken apart and put together, and the escapes in them.
#
# Everything works on text. Bytes are decoded on the way in and encoded on the way out, by `_Form`.

import functools
import re
from collections import namedtuple

__all__ = ['urlparse', 'urlunparse', 'urljoin', 'urldefrag', 'urlsplit', 'urlunsplit', 'urlencode',
           'parse_qs', 'parse_qsl', 'quote', 'quote_plus', 'quote_from_bytes', 'unquote', 'unquote_plus',
           'unquote_to_bytes', 'DefragResult', 'ParseResult', 'SplitResult', 'DefragResultBytes',
           'ParseResultBytes', 'SplitResultBytes']

# Schemes whose addresses can be relative to another, have a host, or parameters.
uses_relative = ['', 'ftp', 'http', 'gopher', 'nntp', 'imap', 'wais', 'file', 'https', 'shttp', 'mms',
                 'prospero', 'rtsp', 'rtsps', 'rtspu', 'sftp', 'svn', 'svn+ssh', 'ws', 'wss']
uses_netloc = ['', 'ftp', 'http', 'gopher', 'nntp', 'telnet', 'imap', 'wais', 'file', 'mms', 'https',
               'shttp', 'snews', 'prospero', 'rtsp', 'rtsps', 'rtspu', 'rsync', 'svn', 'svn+ssh', 'sftp',
               'nfs', 'git', 'git+ssh', 'ws', 'wss', 'itms-services']
uses_params = ['', 'ftp', 'hdl', 'prospero', 'http', 'imap', 'https', 'shttp', 'rtsp', 'rtsps', 'rtspu',
               'sip', 'sips', 'mms', 'sftp', 'tel']


class _Form:
    """Whether a function was given text or bytes, and so gives back."""

    def __init__(self, *args):
        given = [arg for arg in args if arg or not isinstance(arg, str)]
        self.is_text = not given or isinstance(args[0], str)
        for arg in given:
            if isinstance(arg, str) != self.is_text:
                raise TypeError('Cannot mix str and non-str arguments')

    def inward(self, *args):
        if self.is_text:
            return args
        return tuple(arg.decode('ascii', 'strict') if arg else '' for arg in args)

    def outward(self, result):
        if self.is_text:
            return result
        return result.encode('ascii', 'strict')


# ---- results ------------------------------------------------------------------------------------

class _Address:
    # What results with a host have.

    __slots__ = ()

    def _authority(self):
        """User, password, host and port, each None if there is none."""
        account, at, place = _text(self.netloc).rpartition('@')
        user, colon, password = account.partition(':')
        host = re.match(r'\[([^\]]*)\]?(?::(.*))?', place) or re.match(r'([^:]*)(?::(.*))?', place)
        name, port = host[1], host[2] or None
        return user if at else None, password if colon else None, name or None, port

    def _like(self, text):
        return text if text is None or isinstance(self.netloc, str) else text.encode('ascii')

    @property
    def username(self):
        return self._like(self._authority()[0])

    @property
    def password(self):
        return self._like(self._authority()[1])

    @property
    def hostname(self):
        name = self._authority()[2]
        if name is None:
            return None
        # Names of machines do not care for case, names of their interfaces do.
        host, percent, interface = name.partition('%')
        return self._like(host.lower() + percent + interface)

    @property
    def port(self):
        port = self._authority()[3]
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f'Port could not be cast to integer value as {self._like(port)!r}')
        if not int(port) <= 65535:
            raise ValueError('Port out of range 0-65535')
        return int(port)

    __class_getitem__ = classmethod(type(list[int]))


def _text(part):
    return part if isinstance(part, str) else part.decode('ascii')


def _counterpart(convert):
    """encode() or decode() of results: each part of it, as the class that belongs to that."""
    def method(self, encoding='ascii', errors='strict'):
        parts = [getattr(part, convert)(encoding, errors) for part in self]
        return _other_class[type(self)](*parts)

    method.__name__ = convert
    return method


class _Text:
    __slots__ = ()
    encode = _counterpart('encode')


class _Bytes:
    __slots__ = ()
    decode = _counterpart('decode')


class _Defragged(namedtuple('DefragResult', 'url fragment')):
    __slots__ = ()

    def geturl(self):
        """The address as one."""
        if not self.fragment:
            return self.url
        return self.url + ('#' if isinstance(self.url, str) else b'#') + self.fragment


class _Split(_Address, namedtuple('SplitResult', 'scheme netloc path query fragment')):
    __slots__ = ()

    def geturl(self):
        """The address as one."""
        return urlunsplit(self)


class _Parsed(_Address, namedtuple('ParseResult', 'scheme netloc path params query fragment')):
    __slots__ = ()

    def geturl(self):
        """The address as one."""
        return urlunparse(self)


class DefragResult(_Defragged, _Text):
    """An address without its fragment, and that."""

    __slots__ = ()


class SplitResult(_Split, _Text):
    """The five parts of an address."""

    __slots__ = ()


class ParseResult(_Parsed, _Text):
    """The six parts of an address."""

    __slots__ = ()


class DefragResultBytes(_Defragged, _Bytes):
    """As DefragResult, of bytes."""

    __slots__ = ()


class SplitResultBytes(_Split, _Bytes):
    """As SplitResult, of bytes."""

    __slots__ = ()


class ParseResultBytes(_Parsed, _Bytes):
    """As ParseResult, of bytes."""

    __slots__ = ()


_other_class = {}
for _one, _other in ((DefragResult, DefragResultBytes), (SplitResult, SplitResultBytes),
                     (ParseResult, ParseResultBytes)):
    _other_class[_one], _other_class[_other] = _other, _one
    _one._encoded_counterpart, _other._decoded_counterpart = _other, _one

# ---- taking apart -------------------------------------------------------------------------------

_BEFORE = ''.join(map(chr, range(33)))
_WITHIN = str.maketrans('', '', '\t\r\n')
_SCHEME = re.compile(r'([A-Za-z][A-Za-z0-9+.-]*):(.*)', re.DOTALL)


def _check_authority(text):
    opening, closing = text.count('['), text.count(']')
    if bool(opening) != bool(closing):
        raise ValueError('Invalid IPv6 URL')
    if opening:
        _check_brackets(text.rpartition('@')[2])
    if not text.isascii():
        _check_normal_form(text)


def _check_brackets(place):
    before, _, rest = place.partition('[')
    inner, _, port = rest.partition(']')
    if before or port and not port.startswith(':') or '[' in inner:
        raise ValueError('Invalid IPv6 URL')
    if inner.startswith('v'):
        if not re.fullmatch(r'v[a-fA-F0-9]+\..+', inner):
            raise ValueError('IPvFuture address is invalid')
        return
    import socket
    try:
        socket.inet_pton(socket.AF_INET6, inner.partition('%')[0])
    except OSError:
        try:
            socket.inet_pton(socket.AF_INET, inner)
        except OSError:
            raise ValueError(f'{inner!r} does not appear to be an IPv4 or IPv6 address') from None
        raise ValueError('An IPv4 address cannot be in brackets') from None


def _check_normal_form(text):
    # Signs that look like those between the parts, and would become them.
    import unicodedata
    plain = re.sub('[@:#?]', '', text)
    normal = unicodedata.normalize('NFKC', plain)
    if normal != plain and re.search('[/?#@:]', normal):
        raise ValueError(f"netloc '{text}' contains invalid characters under NFKC normalization")


@functools.lru_cache(typed=True)
def _parts(url, scheme, allow_fragments):
    url = url.lstrip(_BEFORE).translate(_WITHIN)
    scheme = scheme.strip(_BEFORE).translate(_WITHIN)
    if found := _SCHEME.fullmatch(url):
        scheme, url = found[1].lower(), found[2]
    netloc = fragment = ''
    if url.startswith('//'):
        end = re.compile('[/?#]|$').search(url, 2).start()
        netloc, url = url[2:end], url[end:]
        _check_authority(netloc)
    if allow_fragments:
        url, _, fragment = url.partition('#')
    path, _, query = url.partition('?')
    return scheme, netloc, path, query, fragment


def urlsplit(url, scheme='', allow_fragments=True):
    """The scheme, host, path, query and fragment of an address."""
    form = _Form(url, scheme)
    url, scheme = form.inward(url, scheme)
    result = SplitResult(*_parts(url, scheme, bool(allow_fragments)))
    return form.outward(result)


def _without_parameters(path):
    """The path, and the parameters of its last part."""
    place = path.find(';', path.rfind('/') + 1)
    return (path, '') if place < 0 else (path[:place], path[place + 1:])


def urlparse(url, scheme='', allow_fragments=True):
    """As urlsplit(), with the parameters of the last part of the path apart."""
    form = _Form(url, scheme)
    url, scheme = form.inward(url, scheme)
    scheme, netloc, path, *rest = _parts(url, scheme, bool(allow_fragments))
    parameters = ''
    if scheme in uses_params and ';' in path:
        path, parameters = _without_parameters(path)
    return form.outward(ParseResult(scheme, netloc, path, parameters, *rest))


def urldefrag(url):
    """The address without its fragment, and that."""
    form = _Form(url)
    text, = form.inward(url)
    fragment = ''
    if '#' in text:
        *parts, fragment = _parts(text, '', True)
        text = _joined(*parts, '')
    return form.outward(DefragResult(text, fragment))


def clear_cache():
    """Forget what was taken apart."""
    _parts.cache_clear()
    _escapes.cache_clear()


# ---- putting together ---------------------------------------------------------------------------

def _joined(scheme, netloc, path, query, fragment):
    if netloc:
        path = f'//{netloc}{"/" if path and not path.startswith("/") else ""}{path}'
    elif path.startswith('//') or scheme and scheme in uses_netloc and path[:1] in ('', '/'):
        path = '//' + path
    return ((f'{scheme}:' if scheme else '') + path + (f'?{query}' if query else '')
            + (f'#{fragment}' if fragment else ''))


def urlunsplit(components):
    """The address of five parts."""
    form = _Form(*components)
    scheme, netloc, path, query, fragment = form.inward(*components)
    text = _joined(scheme, netloc, path, query, fragment)
    return text if form.is_text else text.encode('ascii')


def urlunparse(components):
    """The address of six parts."""
    form = _Form(*components)
    scheme, netloc, path, parameters, query, fragment = form.inward(*components)
    text = _joined(scheme, netloc, f'{path};{parameters}' if parameters else path, query, fragment)
    return text if form.is_text else text.encode('ascii')


def _resolved(base, path):
    """A path relative to another, without dots."""
    if path.startswith('/'):
        segments = path.split('/')
    else:
        segments = base.split('/')[:-1]
        # What is empty in the middle means nothing.
        segments[1:] = filter(None, segments[1:])
        segments += path.split('/')
        segments[1:-1] = filter(None, segments[1:-1])
    kept = []
    for segment in segments:
        if segment == '..':
            del kept[-1:]
        elif segment != '.':
            kept.append(segment)
    if segments[-1] in ('.', '..'):
        kept.append('')
    return '/'.join(kept) or '/'


def urljoin(base, url, allow_fragments=True):
    """The address that a relative one stands for."""
    if not base or not url:
        return url or base
    form = _Form(base, url)
    base_text, text = form.inward(base, url)
    base_parts = urlparse(base_text, '', allow_fragments)
    parts = urlparse(text, base_parts.scheme, allow_fragments)
    scheme, netloc, path, parameters, query, fragment = parts
    if scheme != base_parts.scheme or scheme not in uses_relative:
        return url
    if scheme in uses_netloc and netloc:
        return form.outward(urlunparse(parts))
    if scheme in uses_netloc:
        netloc = base_parts.netloc
    if path or parameters:
        path = _resolved(base_parts.path, path)
    else:
        path, parameters = base_parts.path, base_parts.params
        query = query or base_parts.query
    return form.outward(urlunparse((scheme, netloc, path, parameters, query, fragment)))


def unwrap(url):
    """The address in `<URL:scheme://host/path>`."""
    url = str(url).strip()
    if url[:1] == '<' and url[-1:] == '>':
        url = url[1:-1].strip()
    return url.removeprefix('URL:').strip()


# ---- escapes ------------------------------------------------------------------------------------

_NEVER = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~')


@functools.lru_cache
def _escapes(safe):
    return [chr(byte) if byte in _NEVER or byte in safe else f'%{byte:02X}' for byte in range(256)]


def quote_from_bytes(bs, safe='/'):
    """Text for bytes, escapes where they are needed."""
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError('quote_from_bytes() expected bytes')
    if isinstance(safe, str):
        safe = safe.encode('ascii', 'ignore')
    else:
        safe = bytes(byte for byte in safe if byte < 128)
    if not bs:
        return ''
    escapes = _escapes(safe)
    return ''.join([escapes[byte] for byte in bs])


def quote(string, safe='/', encoding=None, errors=None):
    """Escape what has a meaning in addresses, or may not be in one."""
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode(encoding or 'utf-8', errors or 'strict')
    elif encoding is not None:
        raise TypeError("quote() doesn't support 'encoding' for bytes")
    elif errors is not None:
        raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe='', encoding=None, errors=None):
    """As quote(), with plus signs for spaces."""
    space = ' ' if isinstance(string, str) else b' '
    if space not in string:
        return quote(string, safe, encoding, errors)
    safe += ' ' if isinstance(safe, str) else b' '
    return quote(string, safe, encoding, errors).replace(' ', '+')


_ESCAPE = re.compile(rb'%([0-9a-fA-F]{2})')
_ESCAPES = re.compile(r'(?:%[0-9a-fA-F]{2})+')


def unquote_to_bytes(string):
    """The bytes that escapes in a text stand for."""
    if not string:
        # Something with a length, as the other texts are.
        string.split
        return b''
    if isinstance(string, str):
        string = string.encode('utf-8')
    return _ESCAPE.sub(lambda found: bytes((int(found[1], 16),)), bytes(string))


def unquote(string, encoding='utf-8', errors='replace'):
    """The text that escapes in a text stand for."""
    if isinstance(string, (bytes, bytearray)):
        return unquote_to_bytes(string).decode(encoding or 'utf-8', errors or 'replace')
    if '%' not in string:
        # Something that is text.
        string.split
        return string
    encoding, errors = encoding or 'utf-8', errors or 'replace'
    return _ESCAPES.sub(lambda found: bytes.fromhex(found[0].replace('%', '')).decode(encoding, errors),
                        string)


def unquote_plus(string, encoding='utf-8', errors='replace'):
    """As unquote(), with spaces for plus signs."""
    return unquote(string.replace('+', ' '), encoding, errors)


# ---- queries ------------------------------------------------------------------------------------

def _fields(query, separator, max_num_fields, strict):
    if max_num_fields is not None and query and 1 + query.count(separator) > max_num_fields:
        raise ValueError('Max number of fields exceeded')
    for field in query.split(separator):
        if field or strict:
            name, equals, value = field.partition('=')
            if strict and not equals:
                raise ValueError(f'bad query field: {field!r}')
            yield name, value


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace',
              max_num_fields=None, separator='&'):
    """The names and values of a query, as a list of pairs."""
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError('Separator must be of type string or bytes.')
    if isinstance(qs, str):
        separator = _text(separator)
        query, back = qs, lambda text: unquote_plus(text, encoding, errors)
    elif not qs:
        return []
    else:
        # As latin-1 all bytes are signs, and escapes can be dealt with in text.
        query, separator = str(bytes(memoryview(qs)), 'latin-1'), _text(separator)
        separator.encode('ascii')
        back = lambda text: unquote_to_bytes(text.replace('+', ' ').encode('latin-1'))
    pairs = []
    for name, value in _fields(query, separator, max_num_fields, strict_parsing) if query else ():
        if value or keep_blank_values:
            pairs.append((back(name), back(value)))
    return pairs


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace',
             max_num_fields=None, separator='&'):
    """The names of a query, each with a list of its values."""
    values = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors, max_num_fields,
                                 separator):
        values.setdefault(name, []).append(value)
    return values


def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus):
    """The query of a mapping, or of pairs; with doseq a value can be several."""
    if hasattr(query, 'items'):
        query = query.items()
    else:
        try:
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError as error:
            raise TypeError('not a valid non-string sequence or mapping object') from error

    def escaped(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(value if isinstance(value, str) else str(value), safe, encoding, errors)

    def several(value):
        if not doseq or isinstance(value, (bytes, str)):
            return (value,)
        try:
            len(value)
        except TypeError:
            return (value,)
        return value

    return '&'.join(f'{escaped(name)}={escaped(value)}' for name, values in query
                    for value in several(values))
