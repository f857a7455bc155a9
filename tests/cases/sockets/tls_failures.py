# Handshakes that go well and those that do not, seen from both ends.
import os
import socket
import ssl
import threading

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'certificates')
V = ssl.TLSVersion


def path(name):
    return os.path.join(FOLDER, name + '.pem')


def client(ca='authority', cert=None, **settings):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca:
        context.load_verify_locations(path(ca))
    if cert:
        context.load_cert_chain(path(cert))
    for name, value in settings.items():
        setattr(context, name, value)
    return context


def server(cert='localhost', ca=None, **settings):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if cert:
        context.load_cert_chain(path(cert))
    if ca:
        context.load_verify_locations(path(ca))
    for name, value in settings.items():
        setattr(context, name, value)
    return context


def show(who, exc):
    if exc is None:
        print('  ', who, 'fine')
        return
    print('  ', who, type(exc).__name__, exc)
    if isinstance(exc, ssl.SSLError):
        print('      ', exc.errno, exc.reason, exc.library,
              *(getattr(exc, name, None) for name in ('verify_code', 'verify_message')))


def run(name, of_client, of_server, host='localhost'):
    print(name)
    near, far = socket.socketpair()
    near.settimeout(10)
    far.settimeout(10)
    problem = [None]

    def serve():
        try:
            with of_server.wrap_socket(far, server_side=True) as sock:
                sock.sendall(sock.recv(100).upper())
        except OSError as exc:
            problem[0] = exc
        finally:
            far.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with of_client.wrap_socket(near, server_hostname=host) as sock:
            sock.sendall(b'hello')
            assert sock.recv(100) == b'HELLO'
        own = None
    except OSError as exc:
        own = exc
    near.close()
    thread.join()
    show('client', own)
    show('server', problem[0])


run('good', client(), server())
run('rsa', client(), server('rsa'))
run('old', client(maximum_version=V.TLSv1_2), server())
run('nobody is trusted', client(ca=None), server())
run('self-signed', client(), server('selfsigned'))
run('self-signed and trusted', client('selfsigned'), server('selfsigned'))
run('other name', client(), server('other'))
run('address', client(), server(), '127.0.0.1')
run('long address', client(), server(), '::1')
run('other address', client(), server(), '127.0.0.2')
run('star', client(), server(), 'a.taipan.test')
run('star for two', client(), server(), 'a.b.taipan.test')
run('star for none', client(), server(), 'taipan.test')
run('common name', client(), server('plain'))
run('no common name', client(hostname_checks_common_name=False), server('plain'))
run('expired', client(), server('expired'))
run('purpose', client(check_hostname=False), server('client'))
run('no certificate', client(), server(None))
run('versions', client(minimum_version=V.TLSv1_3), server(maximum_version=V.TLSv1_2))
run('trusts everybody', client(None, check_hostname=False, verify_mode=ssl.CERT_NONE),
    server('selfsigned'))
run('any name', client(check_hostname=False), server('other'))
run('optional', client(None, check_hostname=False, verify_mode=ssl.CERT_OPTIONAL), server())

for cert in ('client', None, 'selfsigned', 'localhost', 'expired'):
    for mode in (ssl.CERT_REQUIRED, ssl.CERT_OPTIONAL):
        # With TLS 1.2 both ends hear of it during the handshake.
        run(f'asks for a certificate: {cert} {mode!r}', client(cert=cert),
            server(ca='authority', verify_mode=mode, maximum_version=V.TLSv1_2))


def raw(name, data, side):
    print('raw', name, side)
    near, far = socket.socketpair()
    near.settimeout(10)
    far.sendall(data)
    far.shutdown(socket.SHUT_WR)
    context = client() if side == 'client' else server()
    try:
        context.wrap_socket(near, server_side=side != 'client',
                            server_hostname='localhost' if side == 'client' else None)
    except OSError as exc:
        show(side, exc)
    near.close()
    far.close()


raw('http', b'GET / HTTP/1.0\r\n\r\n', 'server')
raw('http', b'HTTP/1.0 200 OK\r\n\r\n', 'client')
raw('proxy', b'CONNECT / HTTP/1.0\r\n\r\n', 'server')
for end in ('client', 'server'):
    raw('zeros', bytes(100), end)
    raw('nothing', b'', end)
    raw('data', b'\x17\x03\x03\x00\x02\x02\x30', end)
raw('half', b'\x16\x03\x01\x02', 'server')
raw('alert', b'\x15\x03\x03\x00\x02\x02\x28', 'client')
raw('long', b'\x16\x03\x01\xff\xff\x02\x30', 'client')
raw('no hello', b'\x16\x03\x01\x00\x10\x01\x00\x00\x0c' + b'\3' * 12, 'server')
near, far = socket.socketpair()
near.settimeout(0.05)
try:
    client().wrap_socket(near, server_hostname='localhost')
except TimeoutError as exc:
    print(exc)
far.close()
