# Connections whose bytes the program carries itself.
import os
import ssl

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'certificates')


def attempt(what, call):
    try:
        print(what, repr(call()))
    except Exception as exc:
        print(what, type(exc).__name__, exc)


client_side = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
client_side.load_verify_locations(os.path.join(FOLDER, 'authority.pem'))
server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server_side.load_cert_chain(os.path.join(FOLDER, 'localhost.pem'))
to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
client = client_side.wrap_bio(to_client, to_server, server_hostname='localhost')
server = server_side.wrap_bio(to_server, to_client, server_side=True)
print(client.server_hostname, client.server_side, server.server_side, client.version(),
      client.cipher(), client.pending(), client.session, server.shared_ciphers())
attempt('too early', client.getpeercert)
attempt('nothing', lambda: server.read(1))

done = 0
for turn in range(10):
    done = 0
    for end in (client, server):
        try:
            end.do_handshake()
            done += 1
        except ssl.SSLWantReadError as exc:
            if turn == 0:
                print(exc.args)
    if done == 2:
        break
print(done, client.version(), server.cipher() == client.cipher())
print(client.getpeercert()['subjectAltName'], server.getpeercert())
attempt('empty', lambda: client.read(10))
print(client.write(b'hello'), client.write(b''), to_server.pending > 5)
print(server.read(2), server.pending(), server.read(0), server.read(10))
room = bytearray(8)
client.write(memoryview(b'xyzabc')[:3])
print(server.read(8, room), room)
server.write(b'a' * 100_000)
got = b''
while len(got) < 100_000:
    got += client.read(30_000)
print(got == b'a' * 100_000)
attempt('no bytes', lambda: client.write('text'))
attempt('negative', lambda: client.read(-1))

attempt('half', client.unwrap)
print(server.read(5))
attempt('other half', server.unwrap)
attempt('whole', client.unwrap)
attempt('over', lambda: client.read(1))
attempt('over', lambda: client.write(b'x'))

# An end without a word, and noise.
to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
client = client_side.wrap_bio(to_client, to_server, server_hostname='localhost')
to_client.write_eof()
attempt('gone', client.do_handshake)
to_client = ssl.MemoryBIO()
client = client_side.wrap_bio(to_client, ssl.MemoryBIO(), server_hostname='localhost')
to_client.write(b'SSH-2.0-OpenSSH')
attempt('noise', client.do_handshake)

queue = ssl.MemoryBIO()
print(queue.pending, queue.eof, queue.read(), queue.write(b'abc'), queue.read(2), queue.pending)
queue.write_eof()
print(queue.eof, queue.read(-1), queue.eof)
attempt('ended', lambda: queue.write(b'x'))
attempt('not bytes', lambda: ssl.MemoryBIO().write('x'))
attempt('gaps', lambda: ssl.MemoryBIO().write(memoryview(b'abcd')[::2]))
attempt('arguments', lambda: ssl.MemoryBIO(1))
