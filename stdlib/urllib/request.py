# Opening addresses: a chain of handlers, each of which knows a scheme, or what to do with some answers.

import bisect
import http.client
import io
import os
import re
import socket
import sys
import time
from urllib.error import ContentTooShortError, HTTPError, URLError
from urllib.parse import quote, unquote, unquote_to_bytes, unwrap, urljoin, urlsplit
from urllib.response import addinfourl

__all__ = [
    'AbstractBasicAuthHandler', 'BaseHandler', 'ContentTooShortError', 'DataHandler', 'FileHandler',
    'HTTPBasicAuthHandler', 'HTTPDefaultErrorHandler', 'HTTPError', 'HTTPErrorProcessor', 'HTTPHandler',
    'HTTPPasswordMgr', 'HTTPPasswordMgrWithDefaultRealm', 'HTTPPasswordMgrWithPriorAuth',
    'HTTPRedirectHandler', 'HTTPSHandler', 'OpenerDirector', 'ProxyBasicAuthHandler', 'ProxyHandler',
    'Request', 'URLError', 'UnknownHandler', 'build_opener', 'getproxies', 'install_opener', 'pathname2url',
    'proxy_bypass', 'url2pathname', 'urlcleanup', 'urlopen', 'urlretrieve']

__version__ = f'{sys.version_info[0]}.{sys.version_info[1]}'

_opener = None


def urlopen(url, data=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT, *, context=None):
    """Open an address or a Request; with data it is sent there."""
    global _opener
    if context is not None:
        return build_opener(HTTPSHandler(context=context)).open(url, data, timeout)
    if _opener is None:
        _opener = build_opener()
    return _opener.open(url, data, timeout)


def install_opener(opener):
    """Have urlopen() use an opener."""
    global _opener
    _opener = opener


def request_host(request):
    """The host that a request is for, in small letters."""
    host = urlsplit(request.full_url).netloc or request.get_header('Host', '')
    return re.sub(r':\d+$', '', host).lower()


class Request:
    """What is asked for, and how."""

    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False, method=None):
        self.headers, self.unredirected_hdrs, self.timeout = {}, {}, None
        self._data = self._tunnel_host = None
        self.full_url, self.data = url, data
        for name, value in headers.items():
            self.add_header(name, value)
        self.origin_req_host = request_host(self) if origin_req_host is None else origin_req_host
        self.unverifiable = unverifiable
        if method:
            self.method = method

    @property
    def full_url(self):
        """The address, with its fragment."""
        return f'{self._url}#{self.fragment}' if self.fragment else self._url

    @full_url.setter
    def full_url(self, url):
        self._url, mark, fragment = unwrap(url).partition('#')
        self.fragment = fragment if mark else None
        found = re.match('([^/:]+):(.*)', self._url, re.DOTALL)
        if not found:
            raise ValueError(f'unknown url type: {self.full_url!r}')
        self.type, rest = found[1].lower(), found[2]
        self.host, self.selector = None, rest
        if authority := re.match('//([^/#?]*)(.*)', rest, re.DOTALL):
            self.host, path = authority.groups()
            self.selector = path if path.startswith('/') else '/' + path
            self.host = unquote(self.host) or None if self.host else ''

    @full_url.deleter
    def full_url(self):
        self._url = self.fragment = None
        self.selector = ''

    @property
    def data(self):
        """What is sent."""
        return self._data

    @data.setter
    def data(self, data):
        if data != self._data:
            self._data = data
            # It was the length of something else.
            self.remove_header('Content-length')

    @data.deleter
    def data(self):
        self.data = None

    def get_method(self):
        """The method: GET, or POST where something is sent, unless another one was given."""
        return getattr(self, 'method', 'GET' if self.data is None else 'POST')

    def get_full_url(self):
        """The address."""
        return self.full_url

    def set_proxy(self, host, type):
        """Ask a proxy."""
        if self.type == 'https' and not self._tunnel_host:
            self._tunnel_host = self.host
        else:
            self.type, self.selector = type, self.full_url
        self.host = host

    def has_proxy(self):
        """Whether a proxy is asked."""
        return self.selector == self.full_url

    def add_header(self, key, val):
        """Add a header."""
        self.headers[key.capitalize()] = val

    def add_unredirected_header(self, key, val):
        """Add a header that is not sent to where an answer leads."""
        self.unredirected_hdrs[key.capitalize()] = val

    def has_header(self, header_name):
        """Whether there is such a header."""
        return header_name in self.headers or header_name in self.unredirected_hdrs

    def get_header(self, header_name, default=None):
        """The value of a header."""
        return self.headers.get(header_name, self.unredirected_hdrs.get(header_name, default))

    def remove_header(self, header_name):
        """Take a header away."""
        self.headers.pop(header_name, None)
        self.unredirected_hdrs.pop(header_name, None)

    def header_items(self):
        """All headers with their values."""
        return list({**self.unredirected_hdrs, **self.headers}.items())


# ---- openers ------------------------------------------------------------------------------------

_METHOD = re.compile(r'(.+)_(open|request|response)|(.+?)_error(?:_(.+))?')


class OpenerDirector:
    """Opens addresses with its handlers."""

    def __init__(self):
        self.addheaders = [('User-agent', f'Python-urllib/{__version__}')]
        self.handlers = []
        # By the name of a method, such as `http_open`: the handlers that have it, in their order.
        self._by_method = {}

    def add_handler(self, handler):
        """Have a handler asked for what its methods are named after."""
        if not hasattr(handler, 'add_parent'):
            raise TypeError(f'expected BaseHandler instance, got {type(handler)!r}')
        names = [name for name in dir(handler) if _METHOD.fullmatch(name)
                 and name not in ('redirect_request', 'do_open', 'proxy_open')]
        for name in names:
            bisect.insort(self._by_method.setdefault(name, []), handler)
        if names:
            bisect.insort(self.handlers, handler)
            handler.add_parent(self)

    def close(self):
        """Does nothing."""

    def _ask(self, name, *args):
        for handler in self._by_method.get(name, ()):
            result = getattr(handler, name)(*args)
            if result is not None:
                return result
        return None

    def open(self, fullurl, data=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT):
        """Open an address or a Request."""
        request = fullurl
        if isinstance(fullurl, str):
            request = Request(fullurl, data)
        elif data is not None:
            request.data = data
        request.timeout = timeout
        scheme = request.type
        for handler in self._by_method.get(f'{scheme}_request', ()):
            request = getattr(handler, f'{scheme}_request')(request)
        response = (self._ask('default_open', request) or self._ask(f'{request.type}_open', request)
                    or self._ask('unknown_open', request))
        for handler in self._by_method.get(f'{scheme}_response', ()):
            response = getattr(handler, f'{scheme}_response')(request, response)
        return response

    def error(self, proto, *args):
        """Ask the handlers about an answer that is an error."""
        if proto in ('http', 'https'):
            result = self._ask(f'http_error_{args[2]}', *args)
            return result or self._ask('http_error_default', *args)
        return self._ask(f'{proto}_error', *args)


def build_opener(*handlers):
    """An opener with the usual handlers, and those; one takes the place of the usual one of its class."""
    usual = [ProxyHandler, UnknownHandler, HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler,
             HTTPRedirectHandler, FileHandler, HTTPErrorProcessor, DataHandler]

    def replaces(kind):
        return any(issubclass(own, kind) if isinstance(own, type) else isinstance(own, kind)
                   for own in handlers)

    opener = OpenerDirector()
    for handler in [*(kind for kind in usual if not replaces(kind)), *handlers]:
        opener.add_handler(handler() if isinstance(handler, type) else handler)
    return opener


class BaseHandler:
    """Something that an opener asks."""

    handler_order = 500

    def add_parent(self, parent):
        """The opener that asks."""
        self.parent = parent

    def close(self):
        """Does nothing."""

    def __lt__(self, other):
        return self.handler_order < getattr(other, 'handler_order', self.handler_order + 1)


class UnknownHandler(BaseHandler):
    """Refuses schemes that nobody knows."""

    def unknown_open(self, req):
        raise URLError(f'unknown url type: {req.type}')


# ---- HTTP ---------------------------------------------------------------------------------------

class AbstractHTTPHandler(BaseHandler):
    """Asks a server."""

    def __init__(self, debuglevel=None):
        self._debuglevel = http.client.HTTPConnection.debuglevel if debuglevel is None else debuglevel

    def set_http_debuglevel(self, level):
        """Have what is sent and received printed."""
        self._debuglevel = level

    def do_request_(self, request):
        """Give the request the headers that it lacks."""
        if not request.host:
            raise URLError('no host given')
        if request.data is not None:
            self._describe_data(request)
        host = urlsplit(request.selector).netloc if request.has_proxy() else request.host
        missing = [('Host', host), *self.parent.addheaders]
        for name, value in missing:
            name = name.capitalize()
            if not request.has_header(name):
                request.add_unredirected_header(name, value)
        return request

    def _describe_data(self, request):
        data = request.data
        if isinstance(data, str):
            raise TypeError('POST data should be bytes, an iterable of bytes, or a file object. '
                            'It cannot be of type str.')
        if not request.has_header('Content-type'):
            request.add_unredirected_header('Content-type', 'application/x-www-form-urlencoded')
        if request.has_header('Content-length') or request.has_header('Transfer-encoding'):
            return
        length = http.client._length_of(data, request.get_method())
        if length is not None:
            request.add_unredirected_header('Content-length', str(length))
        else:
            request.add_unredirected_header('Transfer-encoding', 'chunked')

    def do_open(self, http_class, req, **http_conn_args):
        """Send the request over a connection of the class: its answer."""
        if not req.host:
            raise URLError('no host given')
        connection = http_class(req.host, timeout=req.timeout, **http_conn_args)
        connection.set_debuglevel(self._debuglevel)
        headers = {name.title(): value for name, value in {**req.unredirected_hdrs, **req.headers}.items()}
        # One request, then nothing more.
        headers['Connection'] = 'close'
        if req._tunnel_host:
            name = 'Proxy-Authorization'
            for_proxy = {name: headers.pop(name)} if name in headers else {}
            connection.set_tunnel(req._tunnel_host, headers=for_proxy)
        try:
            try:
                connection.request(req.get_method(), req.selector, req.data, headers,
                                   encode_chunked=req.has_header('Transfer-encoding'))
            except OSError as error:
                raise URLError(error) from error
            response = connection.getresponse()
        except BaseException:
            connection.close()
            raise
        if connection.sock:
            connection.sock.close()
            connection.sock = None
        response.url, response.msg = req.full_url, response.reason
        return response


class HTTPHandler(AbstractHTTPHandler):
    """Opens `http:`."""

    http_request = AbstractHTTPHandler.do_request_

    def http_open(self, req):
        return self.do_open(http.client.HTTPConnection, req)


class HTTPSHandler(AbstractHTTPHandler):
    """Opens `https:`."""

    https_request = AbstractHTTPHandler.do_request_

    def __init__(self, debuglevel=None, context=None, check_hostname=None):
        super().__init__(debuglevel)
        if check_hostname is not None:
            if context is None:
                import ssl
                context = ssl.create_default_context()
            context.check_hostname = check_hostname
        self._context = context

    def https_open(self, req):
        return self.do_open(http.client.HTTPSConnection, req, context=self._context)


class HTTPErrorProcessor(BaseHandler):
    """Has the other handlers see to answers that are errors."""

    handler_order = 1000

    def http_response(self, request, response):
        if 200 <= response.code < 300:
            return response
        return self.parent.error('http', request, response, response.code, response.msg, response.info())

    https_response = http_response


class HTTPDefaultErrorHandler(BaseHandler):
    """Raises what no other handler has dealt with."""

    def http_error_default(self, req, fp, code, msg, hdrs):
        raise HTTPError(req.full_url, code, msg, hdrs, fp)


class HTTPRedirectHandler(BaseHandler):
    """Goes where an answer leads."""

    max_repeats = 4
    max_redirections = 10
    inf_msg = ('The HTTP server returned a redirect error that would lead to an infinite loop.\n'
               'The last 30x error message was:\n')

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        """The request for the new place; an HTTPError if it may not be asked for by itself."""
        method = req.get_method()
        may = method in ('GET', 'HEAD') and code in (301, 302, 303, 307, 308)
        if not (may or method == 'POST' and code in (301, 302, 303)):
            raise HTTPError(req.full_url, code, msg, headers, fp)
        kept = {name: value for name, value in req.headers.items()
                if name.lower() not in ('content-length', 'content-type')}
        return Request(newurl.replace(' ', '%20'), method='HEAD' if method == 'HEAD' else 'GET', headers=kept,
                       origin_req_host=req.origin_req_host, unverifiable=True)

    def _place(self, req, fp, code, msg, headers):
        given = headers.get('location') or headers.get('uri')
        if given is None:
            return None
        parts = urlsplit(given)
        if parts.scheme not in ('http', 'https', 'ftp', ''):
            raise HTTPError(given, code, f"{msg} - Redirection to url '{given}' is not allowed", headers, fp)
        if not parts.path and parts.netloc:
            parts = parts._replace(path='/')
        # Nobody says in which encoding the rest is.
        escaped = quote(parts.geturl(), encoding='iso-8859-1', safe="!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
        return urljoin(req.full_url, escaped)

    def http_error_302(self, req, fp, code, msg, headers):
        place = self._place(req, fp, code, msg, headers)
        if place is None:
            return None
        new = self.redirect_request(req, fp, code, msg, headers, place)
        if new is None:
            return None
        visited = new.redirect_dict = getattr(req, 'redirect_dict', {})
        if visited.get(place, 0) >= self.max_repeats or len(visited) >= self.max_redirections:
            raise HTTPError(req.full_url, code, self.inf_msg + msg, headers, fp)
        visited[place] = visited.get(place, 0) + 1
        # Nobody needs what the answer says.
        fp.read()
        fp.close()
        return self.parent.open(new, timeout=req.timeout)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


# ---- proxies ------------------------------------------------------------------------------------

def getproxies_environment():
    """The proxies that the environment names, by scheme; small letters take precedence."""
    named = {}
    for is_small in False, True:
        for name, value in os.environ.items():
            scheme, _, word = name.rpartition('_')
            if word.lower() == 'proxy' and scheme and (word == 'proxy') is is_small:
                if value:
                    named[scheme.lower()] = value
                elif is_small:
                    named.pop(scheme.lower(), None)
    if 'REQUEST_METHOD' in os.environ:
        # Whoever asks a server sets `HTTP_PROXY` there by a header.
        named.pop('http', None)
    return named


getproxies = getproxies_environment


def proxy_bypass_environment(host, proxies=None):
    """Whether the environment says that a host is asked without a proxy."""
    excepted = (getproxies_environment() if proxies is None else proxies).get('no', '')
    if excepted == '*':
        return True
    host = host.lower()
    name = re.sub(r':\d+$', '', host)
    for entry in excepted.split(','):
        entry = entry.strip().lstrip('.').lower()
        if entry and (entry in (name, host) or name.endswith('.' + entry) or host.endswith('.' + entry)):
            return True
    return False


proxy_bypass = proxy_bypass_environment


def _basic(user, password):
    import binascii
    return 'Basic ' + binascii.b2a_base64(f'{user}:{password}'.encode(), newline=False).decode('ascii')


class ProxyHandler(BaseHandler):
    """Has proxies asked."""

    handler_order = 100

    def __init__(self, proxies=None):
        self.proxies = getproxies() if proxies is None else proxies
        for scheme, proxy in self.proxies.items():
            def opens(request, proxy=proxy, scheme=scheme.lower()):
                return self.proxy_open(request, proxy, scheme)
            setattr(self, f'{scheme.lower()}_open', opens)

    def proxy_open(self, req, proxy, type):
        if req.host and proxy_bypass(req.host):
            return None
        known = req.type
        parts = urlsplit(proxy if '//' in proxy else f'{known}://{proxy}')
        account, _, place = parts.netloc.rpartition('@')
        user, colon, password = account.partition(':')
        if user and colon:
            req.add_header('Proxy-authorization', _basic(unquote(user), unquote(password)))
        req.set_proxy(unquote(place), parts.scheme)
        if parts.scheme == known or known == 'https':
            # The handler of the scheme goes on.
            return None
        return self.parent.open(req, timeout=req.timeout)


# ---- passwords ----------------------------------------------------------------------------------

class HTTPPasswordMgr:
    """Knows users and passwords by realm and address."""

    def __init__(self):
        self.passwd = {}

    def _place(self, uri, with_port=True):
        parts = urlsplit(uri)
        host, path = (parts.netloc, parts.path or '/') if parts.scheme else (uri, '/')
        usual = {'http': 80, 'https': 443}.get(parts.scheme)
        if with_port and usual and not re.search(r':\d+$', host):
            host = f'{host}:{usual}'
        return host, path

    def add_password(self, realm, uri, user, passwd):
        """Remember a password."""
        uris = (uri,) if isinstance(uri, str) else uri
        known = self.passwd.setdefault(realm, {})
        for with_port in True, False:
            known[tuple(self._place(one, with_port) for one in uris)] = user, passwd

    def find_user_password(self, realm, authuri):
        """The user and password for an address; None twice if there are none."""
        for with_port in True, False:
            wanted = self._place(authuri, with_port)
            for places, account in self.passwd.get(realm, {}).items():
                if any(self.is_suburi(place, wanted) for place in places):
                    return account
        return None, None

    def reduce_uri(self, uri, default_port=True):
        """The host and path of an address."""
        return self._place(uri, default_port)

    def is_suburi(self, base, test):
        """Whether a place lies beneath another one; both are of a host and a path."""
        if base[0] != test[0]:
            return False
        return base == test or test[1].startswith(base[1] if base[1].endswith('/') else base[1] + '/')


class HTTPPasswordMgrWithDefaultRealm(HTTPPasswordMgr):
    """As HTTPPasswordMgr, with passwords for all realms, by the realm None."""

    def find_user_password(self, realm, authuri):
        """The user and password for an address."""
        found = super().find_user_password(realm, authuri)
        return found if found[0] is not None else super().find_user_password(None, authuri)


class HTTPPasswordMgrWithPriorAuth(HTTPPasswordMgrWithDefaultRealm):
    """Knows, besides, where the password is sent before anybody asks."""

    def __init__(self):
        self.authenticated = {}
        super().__init__()

    def add_password(self, realm, uri, user, passwd, is_authenticated=False):
        """Remember a password."""
        self.update_authenticated(uri, is_authenticated)
        if realm is not None:
            super().add_password(None, uri, user, passwd)
        super().add_password(realm, uri, user, passwd)

    def update_authenticated(self, uri, is_authenticated=False):
        """Remember whether the password was accepted there."""
        for one in (uri,) if isinstance(uri, str) else uri:
            for with_port in True, False:
                self.authenticated[self._place(one, with_port)] = is_authenticated

    def is_authenticated(self, authuri):
        """Whether the password was accepted there."""
        for with_port in True, False:
            wanted = self._place(authuri, with_port)
            for place, is_so in self.authenticated.items():
                if self.is_suburi(place, wanted):
                    return is_so
        return None


class AbstractBasicAuthHandler:
    """Answers with user and password when a server asks for them."""

    def __init__(self, password_mgr=None):
        self.passwd = HTTPPasswordMgr() if password_mgr is None else password_mgr
        self.add_password = self.passwd.add_password

    def http_error_auth_reqed(self, authreq, host, req, headers):
        asked = headers.get_all(authreq) or ()
        other = None
        for line in asked:
            found = re.search(r'(?:^|,\s*)basic\s+realm=("[^"]*"|\'[^\']*\'|[^\s,]*)', line, re.IGNORECASE)
            if found:
                return self.retry_http_basic_auth(host, req, found[1].strip('"\''))
            other = line.split()[0] if line.split() else None
        if other:
            raise ValueError(f"AbstractBasicAuthHandler does not support the following scheme: '{other}'")
        return None

    def retry_http_basic_auth(self, host, req, realm):
        user, password = self.passwd.find_user_password(realm, host)
        if password is None:
            return None
        value = _basic(user, password)
        if req.get_header(self.auth_header) == value:
            # It has been refused.
            return None
        req.add_unredirected_header(self.auth_header, value)
        return self.parent.open(req, timeout=req.timeout)

    def http_request(self, req):
        known = getattr(self.passwd, 'is_authenticated', None)
        if known and known(req.full_url) and not req.has_header('Authorization'):
            user, password = self.passwd.find_user_password(None, req.full_url)
            req.add_unredirected_header('Authorization', _basic(user, password))
        return req

    def http_response(self, req, response):
        if hasattr(self.passwd, 'is_authenticated'):
            self.passwd.update_authenticated(req.full_url, 200 <= response.code < 300)
        return response

    https_request, https_response = http_request, http_response


class HTTPBasicAuthHandler(AbstractBasicAuthHandler, BaseHandler):
    """Answers servers that ask for user and password."""

    auth_header = 'Authorization'

    def http_error_401(self, req, fp, code, msg, headers):
        return self.http_error_auth_reqed('www-authenticate', req.full_url, req, headers)


class ProxyBasicAuthHandler(AbstractBasicAuthHandler, BaseHandler):
    """Answers proxies that ask for user and password."""

    auth_header = 'Proxy-authorization'

    def http_error_407(self, req, fp, code, msg, headers):
        return self.http_error_auth_reqed('proxy-authenticate', req.host, req, headers)


# ---- files and data -----------------------------------------------------------------------------

def url2pathname(pathname):
    """The path of a file for that of an address."""
    return unquote(pathname)


def pathname2url(pathname):
    """The path of an address for that of a file."""
    return quote(pathname)


def _headers(**lines):
    message = http.client.HTTPMessage()
    for name, value in lines.items():
        message[name.replace('_', '-')] = str(value)
    return message


class FileHandler(BaseHandler):
    """Opens `file:`."""

    def file_open(self, req):
        if req.host and req.host != 'localhost':
            raise URLError('file:// scheme is supported only on localhost')
        path = url2pathname(req.selector)
        try:
            file, status = open(path, 'rb'), os.stat(path)
        except OSError as error:
            raise URLError(error, path) from error
        modified = time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime(status.st_mtime))
        headers = _headers(Content_type='text/plain', Content_length=status.st_size, Last_modified=modified)
        return addinfourl(file, headers, req.full_url)


class DataHandler(BaseHandler):
    """Opens `data:`."""

    def data_open(self, req):
        kind, comma, data = req.full_url.partition(':')[2].partition(',')
        if not comma:
            raise ValueError('data: without a comma')
        content = unquote_to_bytes(data)
        if kind.endswith(';base64'):
            import binascii
            content, kind = binascii.a2b_base64(content), kind.removesuffix(';base64')
        headers = _headers(Content_type=kind or 'text/plain;charset=US-ASCII', Content_length=len(content))
        return addinfourl(io.BytesIO(content), headers, req.full_url)


_made = []


def _new_file():
    """A file with a name that nobody else has."""
    while True:
        path = os.path.join(os.environ.get('TMPDIR') or '/tmp', 'tmp' + os.urandom(8).hex())
        try:
            file = open(path, 'xb', opener=lambda path, flags: os.open(path, flags, 0o600))
        except FileExistsError:
            continue
        _made.append(path)
        return file


def urlretrieve(url, filename=None, reporthook=None, data=None):
    """Write what an address has into a file: its name, and the headers."""
    parts = urlsplit(url)
    with urlopen(url, data) as source:
        headers = source.info()
        if parts.scheme == 'file' and not filename:
            return os.path.normpath(parts.path), headers
        target = open(filename, 'wb') if filename else _new_file()
        size = int(headers.get('Content-Length', -1))
        read = blocks = 0
        with target:
            if reporthook:
                reporthook(0, 8192, size)
            while block := source.read(8192):
                target.write(block)
                read, blocks = read + len(block), blocks + 1
                if reporthook:
                    reporthook(blocks, 8192, size)
    result = target.name, headers
    if 0 <= read < size:
        raise ContentTooShortError(f'retrieval incomplete: got only {read} out of {size} bytes', result)
    return result


def urlcleanup():
    """Remove the files that urlretrieve() has made up names for."""
    global _opener
    while _made:
        try:
            os.unlink(_made.pop())
        except OSError:
            pass
    _opener = None
