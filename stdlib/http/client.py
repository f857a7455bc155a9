# The client's side of HTTP/1.1: a connection sends a request and reads its answer, one after the other.

import io
import re
import socket

from http import HTTPStatus
from http.headers import HTTPMessage, message_of, read_lines

__all__ = ['HTTPResponse', 'HTTPConnection', 'HTTPSConnection', 'HTTPException', 'NotConnected', 'UnknownProtocol',
           'UnknownTransferEncoding', 'UnimplementedFileMode', 'IncompleteRead', 'InvalidURL',
           'ImproperConnectionState', 'CannotSendRequest', 'CannotSendHeader', 'ResponseNotReady',
           'BadStatusLine', 'LineTooLong', 'RemoteDisconnected', 'error', 'responses']

HTTP_PORT, HTTPS_PORT = 80, 443
responses = {status.value: status.phrase for status in HTTPStatus}
globals().update(HTTPStatus.__members__)
_LONGEST_LINE = 65536


# ---- errors -------------------------------------------------------------------------------------

class HTTPException(Exception):
    """What goes wrong with requests."""


class NotConnected(HTTPException):
    """There is no connection, and none is made by itself."""


class InvalidURL(HTTPException):
    """Something that cannot be asked for."""


class UnknownProtocol(HTTPException):
    """An answer of a version that nobody knows."""

    def __init__(self, version):
        self.args = version,
        self.version = version


class UnknownTransferEncoding(HTTPException):
    """An encoding of the content that nobody knows."""


class UnimplementedFileMode(HTTPException):
    """A way of reading that is not there."""


class IncompleteRead(HTTPException):
    """The connection ended within the content."""

    def __init__(self, partial, expected=None):
        self.args = partial,
        self.partial, self.expected = partial, expected

    def __repr__(self):
        more = '' if self.expected is None else f', {self.expected} more expected'
        return f'{type(self).__name__}({len(self.partial)} bytes read{more})'

    __str__ = object.__str__


class ImproperConnectionState(HTTPException):
    """Something that cannot be done now."""


class CannotSendRequest(ImproperConnectionState):
    """A request is under way already."""


class CannotSendHeader(ImproperConnectionState):
    """No request has been begun."""


class ResponseNotReady(ImproperConnectionState):
    """There is no answer to be read."""


class BadStatusLine(HTTPException):
    """The first line of an answer is none."""

    def __init__(self, line):
        self.args = self.line = line or repr(line),
        self.line = line or repr(line)


class LineTooLong(HTTPException):
    """A line is longer than anybody needs."""

    def __init__(self, line_type):
        super().__init__(f'got more than {_LONGEST_LINE} bytes when reading {line_type}')


class RemoteDisconnected(ConnectionResetError, BadStatusLine):
    """The other side has closed the connection instead of answering."""

    def __init__(self, *args):
        BadStatusLine.__init__(self, '')
        ConnectionResetError.__init__(self, *args)


error = HTTPException


def parse_headers(fp, _class=HTTPMessage):
    """The headers that a file begins with."""
    return message_of(read_lines(fp, LineTooLong), _class)


# ---- answers ------------------------------------------------------------------------------------

class HTTPResponse(io.BufferedIOBase):
    """An answer: its first line, its headers, and the content as a file."""

    status = reason = version = None

    def __init__(self, sock, debuglevel=0, method=None, url=None):
        self.fp = sock.makefile('rb')
        self.debuglevel, self._method = debuglevel, method
        self.headers = self.msg = None
        # How much of the content is left, of all of it or of the chunk; None if nobody said.
        self.length, self.chunked, self.chunk_left, self.will_close = None, False, None, True

    def _first_line(self):
        line = self.fp.readline(_LONGEST_LINE + 1)
        if len(line) > _LONGEST_LINE:
            raise LineTooLong('status line')
        text = line.decode('iso-8859-1')
        if self.debuglevel > 0:
            print('reply:', repr(text))
        if not text:
            raise RemoteDisconnected('Remote end closed connection without response')
        version, _, rest = text.rstrip('\r\n').partition(' ')
        number, _, reason = rest.strip().partition(' ')
        if not version.startswith('HTTP/') or not re.fullmatch(r'[1-9]\d\d', number):
            self._close_file()
            raise BadStatusLine(text)
        return version, int(number), reason.strip()

    def begin(self):
        """Read up to where the content begins."""
        if self.headers is not None:
            return
        while True:
            version, self.status, self.reason = self._first_line()
            self.code = self.status
            lines = read_lines(self.fp, LineTooLong)
            if self.status != HTTPStatus.CONTINUE:
                break
        if not version.startswith(('HTTP/1.', 'HTTP/0.9')):
            raise UnknownProtocol(version)
        self.version = 10 if version in ('HTTP/1.0', 'HTTP/0.9') else 11
        self.headers = self.msg = message_of(lines)
        if self.debuglevel > 0:
            for name, value in self.headers.items():
                print('header:', name + ':', value)
        self.chunked = (self.headers.get('transfer-encoding') or '').lower() == 'chunked'
        self.will_close = self._closes()
        self.length = self._stated_length()
        if not self.will_close and not self.chunked and self.length is None:
            self.will_close = True

    def _closes(self):
        connection = (self.headers.get('connection') or '').lower()
        if self.version == 11:
            return 'close' in connection
        kept = self.headers.get('keep-alive') or 'keep-alive' in connection \
            or 'keep-alive' in (self.headers.get('proxy-connection') or '').lower()
        return not kept

    def _stated_length(self):
        if self.status in (204, 304) or 100 <= self.status < 200 or self._method == 'HEAD':
            return 0
        stated = self.headers.get('content-length')
        if stated is None or self.chunked:
            return None
        try:
            return max(int(stated), 0) if int(stated) >= 0 else None
        except ValueError:
            return None

    # The content.

    def _close_file(self):
        file, self.fp = self.fp, None
        if file is not None:
            file.close()

    def close(self):
        """Read no more."""
        try:
            super().close()
        finally:
            self._close_file()

    def flush(self):
        super().flush()
        if self.fp:
            self.fp.flush()

    def readable(self):
        """Always True."""
        return True

    def isclosed(self):
        """Whether all of the content has been read."""
        return self.fp is None

    def _next_chunk(self):
        """Whether there is another chunk, whose length is then known."""
        if self.chunk_left is not None:
            self.fp.readline()
        line = self.fp.readline(_LONGEST_LINE + 1)
        if len(line) > _LONGEST_LINE:
            raise LineTooLong('chunk size')
        try:
            self.chunk_left = int(line.partition(b';')[0], 16)
        except ValueError:
            self._close_file()
            raise IncompleteRead(b'') from None
        if self.chunk_left:
            return True
        read_lines(self.fp, LineTooLong)
        self._close_file()
        return False

    def _some(self, most, read):
        """At most that many bytes by a method of the file, none at the end."""
        if self.fp is None:
            return b''
        if self._method == 'HEAD' or self.length == 0 and not self.chunked:
            self._close_file()
            return b''
        if self.chunked:
            if not self.chunk_left and not self._next_chunk():
                return b''
            left = self.chunk_left
        else:
            left = self.length
        if left is not None:
            most = left if most is None else min(most, left)
        data = getattr(self.fp, read)() if most is None else getattr(self.fp, read)(most)
        if self.chunked:
            self.chunk_left -= len(data)
        elif left is not None:
            self.length -= len(data)
            if not self.length:
                self._close_file()
        if not data and most != 0:
            self._close_file()
            if left:
                raise IncompleteRead(b'', left)
        return data

    def read(self, amt=None):
        """Read the content, or at most that much of it."""
        parts, left = [], None if amt is None or amt < 0 else amt
        stated = self.length
        try:
            while left != 0:
                data = self._some(left, 'read')
                if not data:
                    break
                parts.append(data)
                if left is not None:
                    left -= len(data)
        except IncompleteRead as error:
            got = b''.join(parts)
            if left is not None and not self.chunked:
                # Whoever asks for parts sees the end for himself.
                return got
            raise IncompleteRead(got, stated and stated - len(got)) from None
        return b''.join(parts)

    def read1(self, n=-1):
        """Read at most that much, with one call of the system at most."""
        return self._some(None if n is None or n < 0 else n, 'read1')

    def readinto(self, b):
        """Read the content into a buffer; how much it was."""
        with memoryview(b).cast('B') as view:
            data = self.read(len(view))
            view[:len(data)] = data
            return len(data)

    def peek(self, n=-1):
        """Look at what comes next."""
        if self.fp is None or self._method == 'HEAD':
            return b''
        if self.chunked and not self.chunk_left and not self._next_chunk():
            return b''
        left = self.chunk_left if self.chunked else self.length
        return self.fp.peek(n)[:left]

    def readline(self, limit=-1):
        """Read a line of the content."""
        if limit is None or limit < 0:
            limit = None
        parts, length = [], 0
        while limit is None or length < limit:
            data = self._some(None if limit is None else limit - length, 'readline')
            if not data:
                break
            parts.append(data)
            length += len(data)
            if data.endswith(b'\n'):
                break
        return b''.join(parts)

    def fileno(self):
        """The descriptor below."""
        return self.fp.fileno()

    # The headers.

    def getheader(self, name, default=None):
        """The value of a header, several joined by commas."""
        if self.headers is None:
            raise ResponseNotReady()
        values = self.headers.get_all(name)
        if values is None:
            return default if isinstance(default, str) or not hasattr(default, '__iter__') else ', '.join(default)
        return ', '.join(values)

    def getheaders(self):
        """All headers with their values."""
        if self.headers is None:
            raise ResponseNotReady()
        return self.headers.items()

    def __iter__(self):
        return self

    def info(self):
        """The headers."""
        return self.headers

    def geturl(self):
        """The address that was asked for in the end."""
        return self.url

    def getcode(self):
        """The number of the answer."""
        return self.status


# ---- connections --------------------------------------------------------------------------------

_TOKEN = re.compile(rb'[^:\s][^:\r\n]*')
_IN_VALUE = re.compile(rb'\n(?![ \t])|\r(?![ \t\n])')
_IN_URL = re.compile('[\x00-\x20\x7f]')
_IN_METHOD = re.compile('[\x00-\x1f]')


def _bytes_of(value):
    if isinstance(value, str):
        return value.encode('latin-1')
    return str(value).encode('ascii') if isinstance(value, int) else bytes(value)


class HTTPConnection:
    """A connection to a server."""

    response_class = HTTPResponse
    default_port = HTTP_PORT
    auto_open = 1
    debuglevel = 0
    _create_connection = staticmethod(socket.create_connection)

    def __init__(self, host, port=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT, source_address=None,
                 blocksize=8192):
        self.timeout, self.source_address, self.blocksize = timeout, source_address, blocksize
        self.sock = self._response = self._tunnel = None
        # Lines of a request that are not sent yet; None while there is no request.
        self._lines = None
        self._is_asked = False
        self.host, self.port = self._host_and_port(host, port)
        _refuse_control(self.host)

    def _host_and_port(self, host, port):
        if port is None:
            port = self.default_port
            name, colon, given = host.rpartition(':')
            if colon and ']' not in given:
                host = name
                try:
                    port = int(given) if given else port
                except ValueError:
                    raise InvalidURL(f'nonnumeric port: {given!r}') from None
        if host.startswith('[') and host.endswith(']'):
            host = host[1:-1]
        return host, port

    def set_debuglevel(self, level):
        """Have what is sent and received printed, from 1 on."""
        self.debuglevel = level

    def set_tunnel(self, host, port=None, headers=None):
        """Ask the server for a connection to another one, and talk to that."""
        if self.sock:
            raise RuntimeError("Can't set up tunnel for established connection")
        self._tunnel = *self._host_and_port(host, port), dict(headers or {})

    def _dig(self):
        host, port, headers = self._tunnel
        name = f'[{host}]' if ':' in host else host
        if not any(own.lower() == 'host' for own in headers):
            headers['Host'] = f'{name}:{port}'
        lines = [f'CONNECT {name}:{port} HTTP/1.1', *(f'{own}: {value}' for own, value in headers.items())]
        self.sock.sendall('\r\n'.join([*lines, '', '']).encode('latin-1'))
        answer = self.response_class(self.sock, self.debuglevel, method='CONNECT')
        try:
            _, code, message = answer._first_line()
            read_lines(answer.fp, LineTooLong)
            if code != 200:
                self.close()
                raise OSError(f'Tunnel connection failed: {code} {message}')
        finally:
            answer.close()

    def connect(self):
        """Connect to the server."""
        self.sock = self._create_connection((self.host, self.port), self.timeout, self.source_address)
        try:
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            # Where there is no such thing.
            pass
        if self._tunnel:
            self._dig()

    def close(self):
        """Close the connection."""
        self._lines, self._is_asked = None, False
        sock, self.sock = self.sock, None
        if sock:
            sock.close()
        response, self._response = self._response, None
        if response:
            response.close()

    def send(self, data):
        """Send bytes, or what a file or an iterable has."""
        if self.sock is None:
            if not self.auto_open:
                raise NotConnected()
            self.connect()
        self._send_parts(data, 'data')

    def _send_parts(self, data, name):
        for part in self._parts(data, name):
            if self.debuglevel > 0:
                print('send:', repr(part))
            self.sock.sendall(part)

    def _parts(self, data, name):
        if hasattr(data, 'read'):
            while part := data.read(self.blocksize):
                yield part.encode('iso-8859-1') if isinstance(part, str) else part
            return
        try:
            memoryview(data)
        except TypeError:
            try:
                yield from data
            except TypeError:
                raise TypeError(f'{name} should be a bytes-like object or an iterable, '
                                f'got {type(data)!r}') from None
        else:
            yield data

    # A request in its parts.

    def putrequest(self, method, url, skip_host=False, skip_accept_encoding=False):
        """Begin a request."""
        if self._response and self._response.isclosed():
            self._response = None
        if self._lines is not None or self._is_asked:
            raise CannotSendRequest('Request-sent' if self._lines is None else 'Request-started')
        if found := _IN_METHOD.search(method):
            raise ValueError(f"method can't contain control characters. {method!r} (found at least "
                             f'{found.group()!r})')
        url = url or '/'
        if found := _IN_URL.search(url):
            raise InvalidURL(f"URL can't contain control characters. {url!r} (found at least "
                             f'{found.group()!r})')
        self._lines, self._method = [f'{method} {url} HTTP/1.1'.encode('ascii')], method
        if not skip_host:
            self.putheader('Host', self._name_of_host(url))
        if not skip_accept_encoding:
            self.putheader('Accept-Encoding', 'identity')

    def _name_of_host(self, url):
        if url.startswith('http'):
            from urllib.parse import urlsplit
            if netloc := urlsplit(url).netloc:
                return netloc.encode('ascii') if netloc.isascii() else netloc.encode('idna')
        host, port = self._tunnel[:2] if self._tunnel else (self.host, self.port)
        name = host.encode('ascii') if host.isascii() else host.encode('idna')
        if ':' in host:
            name = b'[' + name.partition(b'%')[0] + b']'
        return name if port == self.default_port else b'%s:%d' % (name, port)

    def putheader(self, header, *values):
        """Add a header to the request."""
        if self._lines is None:
            raise CannotSendHeader()
        name = header.encode('ascii') if hasattr(header, 'encode') else header
        if not _TOKEN.fullmatch(name):
            raise ValueError(f'Invalid header name {name!r}')
        encoded = [_bytes_of(value) for value in values]
        for value in encoded:
            if _IN_VALUE.search(value):
                raise ValueError(f'Invalid header value {value!r}')
        self._lines.append(name + b': ' + b'\r\n\t'.join(encoded))

    def endheaders(self, message_body=None, *, encode_chunked=False):
        """Send the request's lines, and the content."""
        if self._lines is None:
            raise CannotSendHeader()
        head, self._lines = b'\r\n'.join([*self._lines, b'', b'']), None
        self._is_asked = True
        self.send(head)
        if message_body is None:
            return
        if not encode_chunked:
            self._send_parts(message_body, 'message_body')
            return
        for part in self._parts(message_body, 'message_body'):
            if part:
                self.send(b'%X\r\n%b\r\n' % (len(part), bytes(part)))
        self.send(b'0\r\n\r\n')

    def request(self, method, url, body=None, headers={}, *, encode_chunked=False):
        """Send a request."""
        given = {(name if isinstance(name, str) else name.decode('latin-1')).lower() for name in headers}
        self.putrequest(method, url, 'host' in given, 'accept-encoding' in given)
        if isinstance(body, str):
            body = _encoded_body(body)
        if 'content-length' not in given and 'transfer-encoding' not in given:
            encode_chunked = False
            length = _length_of(body, method)
            if length is not None:
                self.putheader('Content-Length', str(length))
            elif body is not None:
                encode_chunked = True
                self.putheader('Transfer-Encoding', 'chunked')
        elif 'transfer-encoding' not in given:
            encode_chunked = False
        for name, value in headers.items():
            self.putheader(name, value)
        self.endheaders(body, encode_chunked=encode_chunked)

    def getresponse(self):
        """The answer to the request that was sent last."""
        if self._response and self._response.isclosed():
            self._response = None
        if not self._is_asked or self._response or self.sock is None:
            raise ResponseNotReady('Request-sent' if self._is_asked else 'Idle')
        response = self.response_class(self.sock, self.debuglevel, method=self._method)
        try:
            response.begin()
        except ConnectionError:
            response.close()
            self.close()
            raise
        except BaseException:
            response.close()
            raise
        self._is_asked = False
        if response.will_close:
            # The answer holds the socket until it is read.
            sock, self.sock = self.sock, None
            sock.close()
        else:
            self._response = response
        return response


class HTTPSConnection(HTTPConnection):
    """A connection to a server over TLS."""

    default_port = HTTPS_PORT

    def __init__(self, host, port=None, *, timeout=socket._GLOBAL_DEFAULT_TIMEOUT, source_address=None,
                 context=None, blocksize=8192):
        super().__init__(host, port, timeout, source_address, blocksize)
        if context is None:
            import ssl
            context = ssl._create_default_https_context()
            context.set_alpn_protocols(['http/1.1'])
        self._context = context

    def connect(self):
        """Connect to the server."""
        super().connect()
        name = self._tunnel[0] if self._tunnel else self.host
        self.sock = self._context.wrap_socket(self.sock, server_hostname=name)


def _refuse_control(host):
    if found := _IN_URL.search(host):
        raise InvalidURL(f"URL can't contain control characters. {host!r} (found at least {found.group()!r})")


def _encoded_body(text):
    try:
        return text.encode('iso-8859-1')
    except UnicodeEncodeError as error:
        sign = text[error.start:error.end]
        raise UnicodeEncodeError(
            error.encoding, error.object, error.start, error.end,
            f'Body ({sign[:20]!r}) is not valid Latin-1. Use body.encode(\'utf-8\') if you want to send it '
            'encoded in UTF-8.') from None


def _length_of(body, method):
    """How long the content is, as far as that can be known."""
    if body is None:
        return 0 if method.upper() in ('PATCH', 'POST', 'PUT') else None
    if hasattr(body, 'read'):
        return None
    try:
        return memoryview(body).nbytes
    except TypeError:
        return None
