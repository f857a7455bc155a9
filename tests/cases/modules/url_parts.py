# Addresses taken apart, put together and joined; escapes; queries.
from urllib.parse import (
    parse_qs, parse_qsl, quote, quote_from_bytes, quote_plus, unquote, unquote_plus, unquote_to_bytes,
    urldefrag, urlencode, urljoin, urlparse, urlsplit, urlunparse, urlunsplit)


def shown(function, *args, **more):
    try:
        print(function(*args, **more))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


for url in ('', 'a', '//h', '///p', 'http://h', 'HTTP://U:P@Host:80/p;x/q;y?a=b?c#d#e', 'mailto:a@b', 'x:',
            ':80', '1x:y', 'http:p', 'http://[::1%Eth0]:8/', 'file:///p', 'file:p', 'tel:1;ext=2', ' \thttp://h\n/p',
            'a:b:c', 'http://h?q', 'http://h#f', 'path:80', 'http://@:/', b'http://h/p?q'):
    parts = urlsplit(url)
    print(parts, urlparse(url)[3:4], parts.geturl(), parts.username, parts.password, parts.hostname, urldefrag(url))
    try:
        print(parts.port)
    except ValueError as error:
        print(error)
for url in ('http://[', 'http://]', 'http://[::1', 'http://[1.2.3.4]', 'http://[v1.x]/', 'http://[vg]/',
            'http://h:99999', 'http://h:x'):
    shown(lambda: (urlsplit(url), urlsplit(url).port))
shown(urlsplit, 'a', b'http')
print(urlsplit('//h/p', 'FTP'), urlsplit('a#b', allow_fragments=False))
for base in 'http://a/b/c/d;p?q#f', 'http://a', 'file:///x/y', '', 'mailto:x', 'a/b/', '//h/p':
    print([urljoin(base, url) for url in (
        '', 'g', './g', 'g/', '/g', '//g', '?y', 'g?y', '#s', ';x', '..', '../', '../g', '../../../g', './../g',
        'g;x=1/../y', 'http:g', 'https://z/', 'mailto:z', '.', 'a//b/../c', '/a/./b/../../c')])
for parts in (('', '', '', '', ''), ('http', '', 'p', '', ''), ('http', 'h', 'p', 'q', 'f'), ('', '', '//p', '', ''),
              ('file', '', '/p', '', ''), ('x', '', '//p', '', ''), (b'http', b'h', b'', b'q', b'')):
    print(urlunsplit(parts), urlunparse((*parts[:3], parts[0][:0], *parts[3:])))
print(quote('a b/ü~%'), quote('a b/ü', safe=''), quote(b'\xff/'), quote_plus('a b+c'), quote_from_bytes(b'a&\0'),
      quote('ü', encoding='latin-1'), quote('', safe='x'))
print(unquote('a%20b%C3%BC%zz%'), unquote('%FF'), unquote_plus('a+b%2B'), unquote_to_bytes('a%FFb%'),
      unquote('%E4', 'latin-1'), unquote(b'a%20'))
shown(quote, b'a', encoding='utf-8')
shown(quote_from_bytes, 'a')
for query in 'a=b&c=&d&a=e', '', '&&a=%20+', 'a;b=c', b'x=%FF&y=z':
    print(parse_qs(query), parse_qsl(query, keep_blank_values=True))
shown(parse_qsl, 'a', strict_parsing=True)
shown(parse_qsl, 'a=1&b=2', max_num_fields=1)
shown(parse_qsl, 'a=1', separator='')
print(parse_qsl('a=1;b=2', separator=';'))
print(urlencode({'a b': 'c&d', 'e': [1, 'ü'], 'f': b'\xff'}), urlencode([('a', (1, 2)), ('b', 'xy')], doseq=True),
      urlencode({'a': 'b/c'}, safe='/', quote_via=quote), urlencode({}))
shown(urlencode, 'no pairs')
