# Opening addresses: what is sent and what comes back, redirections, errors, passwords, files and data.
# args: <FOLDER>
import io
import os
import socket
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request

from _web import CERTIFICATES, Server

for name in list(os.environ):
    if name.lower().endswith('_proxy'):
        del os.environ[name]
server = Server()


def show(url, *args, **more):
    try:
        with urllib.request.urlopen(url, *args, **more) as answer:
            place = answer.geturl().removeprefix(str(server))
            print(answer.status, place, answer.headers.get('Content-Type'), answer.read())
    except (OSError, TypeError, ValueError) as error:
        print(type(error).__name__, str(error).replace(str(server), ''))


def last():
    method, path, headers, body = server.asked[-1]
    headers.pop('host')
    headers['user-agent'] = headers.get('user-agent', '').replace('3.13', 'VERSION')
    return method, path, headers, body


show(f'{server}/one?a=b#fragment')
print(last())
show(f'{server}/two', urllib.parse.urlencode({'a': 'b c', 'd': 1}).encode('ascii'))
print(last())
request = urllib.request.Request(f'{server}/three', data=b'{}', headers={'content-type': 'application/json'},
                                 method='PUT')
request.add_header('X-Own', 'yes')
show(request)
print(last())
show(urllib.request.Request(f'{server}/four', data=io.BytesIO(b'from a file')))
print(last())
print(request.get_method(), request.host.partition(':')[0], request.selector, request.type,
      [item for item in request.header_items() if item[0] not in ('Host', 'User-agent')], request.has_header('X-own'), request.get_full_url() == request.full_url)

print('-- redirections')
for code in 301, 302, 303, 307, 308:
    show(f'{server}/to/{code}?x=y')
    show(f'{server}/to/{code}', b'data')
    print(last()[0])
show(f'{server}/loop')
show(f'{server}/away')

print('-- errors')
try:
    urllib.request.urlopen(f'{server}/missing')
except urllib.error.HTTPError as error:
    print(error, repr(error), error.code, error.reason, error.headers['content-length'], error.read(),
          error.filename == error.url == f'{server}/missing', isinstance(error, urllib.error.URLError))
gone = socket.create_server(('127.0.0.1', 0))
port = gone.getsockname()[1]
gone.close()
try:
    urllib.request.urlopen(f'http://127.0.0.1:{port}/')
except urllib.error.URLError as error:
    print(type(error.reason).__name__)
for url in 'no scheme', 'unheard://of', 'http:///path':
    show(url)
show(f'{server}/slow', timeout=0.2)
show(f'{server}/one', 'text')

print('-- passwords')
show(f'{server}/secret')
handler = urllib.request.HTTPBasicAuthHandler()
handler.add_password(realm='inner', uri=str(server), user='klaus', passwd='geheim')
opener = urllib.request.build_opener(handler)
opener.addheaders = [('User-agent', 'Mozilla/5.0')]
print(opener.open(f'{server}/secret').read(), last()[2]['user-agent'])
wrong = urllib.request.HTTPPasswordMgrWithDefaultRealm()
wrong.add_password(None, f'{server}/', 'klaus', 'falsch')
try:
    urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(wrong)).open(f'{server}/secret')
except urllib.error.HTTPError as error:
    print(error)

print('-- a proxy')
proxied = urllib.request.build_opener(urllib.request.ProxyHandler({'http': f'http://u:p@127.0.0.1:{server.port}/'}))
with proxied.open('http://www.example.com/page') as answer:
    print(answer.read())
method, path, headers, body = server.asked[-1]
print(path, headers['host'], headers['proxy-authorization'])
os.environ['http_proxy'], os.environ['no_proxy'] = 'http://proxy:1', 'example.com, .org'
print(sorted(urllib.request.getproxies().items()), [bool(urllib.request.proxy_bypass(host)) for host in
      ('example.com', 'www.example.com:80', 'ample.com', 'python.org')])
del os.environ['http_proxy'], os.environ['no_proxy']

print('-- with TLS')
secure = Server(secure=True)
context = ssl.create_default_context(cafile=os.path.join(CERTIFICATES, 'authority.pem'))
with urllib.request.urlopen(f'{secure}/secure', context=context) as answer:
    print(answer.status, answer.read())
try:
    urllib.request.urlopen(f'{secure}/secure')
except urllib.error.URLError as error:
    print(type(error.reason).__name__)

print('-- files and data')
path = os.path.join(sys.argv[1], 'a file')
with open(path, 'w') as file:
    file.write('of three\nlines\n.')
with urllib.request.urlopen('file://' + urllib.request.pathname2url(path)) as file:
    print(file.headers['Content-length'], file.readline(), list(file), file.url.rpartition('/')[2])
with urllib.request.urlopen('data:text/plain;charset=utf-8;base64,aGVsbG8=') as file:
    print(file.info().get_content_charset(), file.read())
copy, headers = urllib.request.urlretrieve(f'{server}/kept', os.path.join(sys.argv[1], 'copy'),
                                           lambda *args: print(args))
print(open(copy).read(), headers['X-Twice'])
try:
    urllib.request.urlopen('file://' + urllib.request.pathname2url(path) + '.missing')
except urllib.error.URLError as error:
    print(type(error.reason).__name__)
