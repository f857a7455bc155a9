# The client's side of HTTP, over a connection of its own and over one that is kept; with TLS; with what
# goes wrong.
import http.client
import os
import socket
import ssl

from _web import CERTIFICATES, Server

server = Server()


def ask(connection, method, path, *args, **more):
    connection.request(method, path, *args, **more)
    answer = connection.getresponse()
    print(answer.status, answer.reason, answer.version, answer.getheader('Content-Type'), answer.will_close,
          answer.read(), answer.isclosed())


connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=10)
ask(connection, 'GET', '/one')
first = connection.sock
ask(connection, 'POST', '/two', b'body', {'X-Own': 'yes', 'Number': 3})
ask(connection, 'POST', '/three', iter([b'a', b'', b'bc']))
ask(connection, 'PUT', '/four', 'text')
ask(connection, 'HEAD', '/five')
ask(connection, 'POST', '/six')
ask(connection, 'GET', '/chunked')
ask(connection, 'GET', '/continue')
ask(connection, 'DELETE', '/missing')
print(connection.sock is first)
ask(connection, 'GET', '/close')
print(connection.sock)
for method, path, headers, body in server.asked[:4]:
    headers.pop('host')
    print(method, path, headers, body)

print('-- in parts')
connection.request('GET', '/chunked')
answer = connection.getresponse()
print(answer.readline(), answer.peek(), answer.read(3), answer.read1(), answer.read(), answer.readline())
connection.request('GET', '/abcdefgh')
answer = connection.getresponse()
buffer = bytearray(7)
print(answer.readinto(buffer), buffer, answer.read1(2), answer.length, list(answer))
connection.request('GET', '/headers')
with connection.getresponse() as answer:
    print(answer.getheaders(), answer.headers['x-twice'], 'X-TWICE' in answer.headers, answer.getheader('no', 'none'))
    print(answer.headers.get_content_type(), answer.msg.get_all('nothing'), answer.getcode(), answer.readable())
    try:
        connection.request('GET', '/another')
    except http.client.CannotSendRequest as error:
        print(repr(error))
connection.close()

print('-- what goes wrong')
for path in '/silent', '/nonsense', '/short', '/slow':
    connection = http.client.HTTPConnection(f'127.0.0.1:{server.port}', timeout=0.2)
    try:
        connection.request('GET', path)
        connection.getresponse().read()
    except (http.client.HTTPException, OSError) as error:
        print(path, type(error).__name__, error)
    connection.close()
connection = http.client.HTTPConnection('127.0.0.1', server.port)
for wrong in (connection.getresponse, lambda: connection.putheader('a', 'b'), connection.endheaders,
              lambda: connection.request('GET', '/a b'), lambda: connection.request('G\nET', '/'),
              lambda: connection.request('GET', '/', headers={'a\n': 'b'}),
              lambda: connection.request('GET', '/', headers={'a': 'b\nc: d'}),
              lambda: connection.request('POST', '/', '\u20ac'), lambda: connection.request('POST', '/', 3),
              lambda: http.client.HTTPConnection('a:b'), lambda: http.client.HTTPConnection('a\nb')):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
    connection.close()
gone = socket.create_server(('127.0.0.1', 0))
port = gone.getsockname()[1]
gone.close()
try:
    http.client.HTTPConnection('127.0.0.1', port).request('GET', '/')
except ConnectionRefusedError as error:
    print(error.errno > 0)
for host in 'a', 'a:', 'a:81', '[::1]', '[::1]:81', '::1':
    made = http.client.HTTPConnection(host)
    print(made.host, made.port)

print('-- with TLS')
secure = Server(secure=True)
context = ssl.create_default_context(cafile=os.path.join(CERTIFICATES, 'authority.pem'))
connection = http.client.HTTPSConnection('localhost', secure.port, context=context, timeout=10)
ask(connection, 'GET', '/secure')
ask(connection, 'GET', '/close')
connection.close()
try:
    http.client.HTTPSConnection('localhost', secure.port).request('GET', '/')
except ssl.SSLCertVerificationError as error:
    print(error.verify_message)

print(http.HTTPStatus(404), repr(http.HTTPStatus.OK), http.HTTPStatus.NOT_FOUND.phrase, http.client.OK,
      http.client.responses[418], repr(http.HTTPMethod.GET), http.HTTPStatus.OK.is_success)
server.listening.close()
