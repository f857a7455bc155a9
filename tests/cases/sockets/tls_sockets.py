# What an encrypted socket can do, on both ends.
import os
import select
import socket
import ssl
import threading

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'certificates')


def context(side, cert=None):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT if side == 'client' else ssl.PROTOCOL_TLS_SERVER)
    made.load_verify_locations(os.path.join(FOLDER, 'authority.pem'))
    if cert:
        made.load_cert_chain(os.path.join(FOLDER, cert + '.pem'))
    return made


def attempt(what, call):
    try:
        print(what, repr(call()))
    except Exception as exc:
        print(what, type(exc).__name__, exc)


def pair(of_client, of_server, serve, host='localhost', **more):
    near, far = socket.socketpair()
    near.settimeout(10)
    far.settimeout(10)

    def run():
        try:
            with of_server.wrap_socket(far, server_side=True) as sock:
                serve(sock)
        except ConnectionError:
            # Some clients leave early.
            pass

    thread = threading.Thread(target=run)
    thread.start()
    return of_client.wrap_socket(near, server_hostname=host, **more), thread


# What both know of each other.
def tell(sock):
    sock.sendall(repr((sock.version(), sock.cipher(), sock.selected_alpn_protocol(),
                       sock.server_side, sock.getpeercert()['subject'],
                       type(sock.getpeercert(True)))).encode())
    sock.recv(1)


asking = context('server', 'localhost')
asking.verify_mode = ssl.CERT_REQUIRED
asking.set_alpn_protocols(['x', 'http/1.1'])
known = context('client', 'client')
known.set_alpn_protocols(['h2', 'http/1.1'])
with pair(known, asking, tell)[0] as sock:
    print(sock.recv(1000).decode())
    print(sock.version(), sock.cipher(), sock.selected_alpn_protocol(), sock.compression(),
          sock.server_side, sock.server_hostname, sock.context is known, sock.pending())
    print(sock.getpeercert())
    print(len(sock.getpeercert(True)) > 300, sock.shared_ciphers(), sock.session_reused)
    print([len(chain) for chain in (sock.get_verified_chain(), sock.get_unverified_chain())])
    print(sock.getpeername(), sock.gettimeout())

# No protocol in common.
known.set_alpn_protocols(['h2'])
with pair(known, asking, lambda sock: sock.recv(1))[0] as sock:
    print(sock.selected_alpn_protocol())

# Streams, big writes, reading in pieces.
plain = context('server', 'rsa')


def echo(sock):
    with sock.makefile('rwb') as stream:
        for line in stream:
            stream.write(line.upper())
            stream.flush()


sock, thread = pair(context('client'), plain, echo)
with sock, sock.makefile('rw', encoding='ascii') as stream:
    stream.write('hello\n')
    stream.flush()
    print(repr(stream.readline()))
thread.join()


def much(sock):
    got = bytearray()
    while len(got) < 1_000_000:
        got += sock.recv(100_000)
    sock.sendall(bytes(got))


sock, thread = pair(context('client'), plain, much)
with sock:
    data = bytes(range(250)) * 4000
    print(sock.send(data))
    got = bytearray()
    room = bytearray(5000)
    while len(got) < len(data):
        got += room[:sock.recv_into(room)]
    print(got == data)
thread.join()

# Ends: with a goodbye and without.
sock, thread = pair(context('client'), plain, lambda sock: sock.unwrap())
print(sock.recv(10), sock.read(10))
plain_again = sock.unwrap()
print(type(plain_again).__name__)
attempt('read', lambda: sock.read(1))
thread.join()
sock.close()


def gone(sock):
    sock.recv(1)
    socket.socket(fileno=sock.detach()).close()


for quiet in (True, False):
    sock, thread = pair(context('client'), plain, gone, suppress_ragged_eofs=quiet)
    sock.send(b'x')
    thread.join()
    for _ in range(2):
        attempt('recv', lambda: sock.recv(10))
    sock.close()

# Without waiting.
near, far = socket.socketpair()
near.setblocking(False)
far.setblocking(False)
attempt('must wait', lambda: context('client').wrap_socket(near, server_hostname='localhost'))
near, far = socket.socketpair()
near.setblocking(False)
far.setblocking(False)
first = context('client').wrap_socket(near, server_hostname='localhost',
                                      do_handshake_on_connect=False)
second = plain.wrap_socket(far, server_side=True, do_handshake_on_connect=False)
attempt('early', first.getpeercert)
waiting = {first, second}
while waiting:
    for sock in list(waiting):
        try:
            sock.do_handshake()
            waiting.discard(sock)
        except ssl.SSLWantReadError:
            pass
attempt('nothing yet', lambda: first.recv(10))
first.send(b'now')
select.select([second], [], [], 10)
print(second.recv(10))
total = 0
try:
    while True:
        total += first.send(bytes(100_000))
except ssl.SSLWantWriteError as exc:
    print(total > 0, exc)
first.close()
second.close()

# What is not allowed.
one, two = socket.socketpair()
attempt('no name', lambda: context('client').wrap_socket(one))
attempt('side', lambda: context('client').wrap_socket(one, server_hostname='x', server_side=True))
with socket.socket(type=socket.SOCK_DGRAM) as packets:
    attempt('kind', lambda: context('client').wrap_socket(packets, server_hostname='x'))
with context('client').wrap_socket(socket.socket(), server_hostname='localhost') as sock:
    for name in ('recvmsg', 'sendmsg'):
        attempt(name, lambda: getattr(sock, name)(1))
    attempt('dup', sock.dup)
    attempt('write', lambda: sock.write(b''))
    attempt('certificate', sock.getpeercert)
attempt('constructor', ssl.SSLSocket)
one.close()
two.close()

# Which host a client means; another context may answer.
other = context('server', 'other')
seen = []


def choose(sock, name, first):
    seen.append((type(sock).__name__, name, first is chooser))
    if name == 'other.test':
        sock.context = other
    return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME if name == 'a.taipan.test' else None


chooser = context('server', 'localhost')
chooser.sni_callback = choose


def nothing(sock):
    sock.recv(1)


for host in ('localhost', 'other.test'):
    sock, thread = pair(context('client'), chooser, nothing, host)
    print(sock.getpeercert()['subject'][-1])
    sock.close()
    thread.join()
print(seen)

# Going on from an earlier connection.
old = context('client')
old.maximum_version = ssl.TLSVersion.TLSv1_2
resuming = context('server', 'localhost')
session = None
for _ in range(2):
    sock, thread = pair(old, resuming, nothing, session=session)
    print(sock.session_reused, sock.session == session)
    session = sock.session
    sock.close()
    thread.join()
print(resuming.session_stats()['hits'], len(session.id), session.has_ticket, session.timeout > 0)
