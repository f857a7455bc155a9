# A server of the tests: answers over HTTP as the path says, in threads, and remembers what it was asked.
import os
import socket
import ssl
import threading

CERTIFICATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'certificates')


class Server:
    def __init__(self, secure=False):
        self.listening = socket.create_server(('127.0.0.1', 0))
        self.port = self.listening.getsockname()[1]
        self.context = None
        self.name = 'http://127.0.0.1'
        if secure:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(os.path.join(CERTIFICATES, 'localhost.pem'))
            self.name = 'https://localhost'
        self.asked = []
        threading.Thread(target=self.accept, daemon=True).start()

    def __str__(self):
        return f'{self.name}:{self.port}'

    def accept(self):
        while True:
            try:
                sock, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(sock,), daemon=True).start()

    def serve(self, sock):
        try:
            if self.context:
                sock = self.context.wrap_socket(sock, server_side=True)
            with sock, sock.makefile('rb') as file:
                while self.answer(sock, file):
                    pass
        except (OSError, ValueError):
            # The client has had enough.
            pass

    def answer(self, sock, file):
        first = file.readline().decode()
        if not first:
            return False
        method, path, _ = first.split()
        headers = {}
        while (line := file.readline().strip()):
            name, _, value = line.decode().partition(':')
            headers[name.lower()] = value.strip()
        body = b''
        if 'content-length' in headers:
            body = file.read(int(headers['content-length']))
        elif headers.get('transfer-encoding') == 'chunked':
            while (size := int(file.readline(), 16)):
                body += file.read(size)
                file.readline()
            file.readline()
        self.asked.append((method, path, headers, body))
        kept = {'/close': False, '/silent': False, '/short': False}.get(path, True)
        kept = kept and headers.get('connection') != 'close'
        sock.sendall(self.text(method, path, headers, body))
        if path == '/slow':
            threading.Event().wait(0.5)
        return kept

    def text(self, method, path, headers, body):
        def made(status, content=b'', **more):
            lines = [f'HTTP/1.1 {status}', f'Content-Length: {len(content)}']
            lines += [f'{name.replace("_", "-")}: {value}' for name, value in more.items()]
            return '\r\n'.join([*lines, '', '']).encode() + (b'' if method == 'HEAD' else content)

        if path == '/chunked':
            return (b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
                    b'5;x=y\r\nline\n\r\n8\r\nand more\r\n0\r\nTrailer: yes\r\n\r\n')
        if path == '/close':
            return b'HTTP/1.0 200 OK\r\nContent-Type: text/html; charset="UTF-8"\r\n\r\nuntil the end'
        if path == '/silent':
            return b''
        if path == '/short':
            return b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort'
        if path == '/nonsense':
            return b'hello\r\n\r\n'
        if path == '/slow':
            return b''
        if path == '/missing':
            return made('404 Not Found', b'nothing here')
        if path == '/loop':
            return made('302 Found', Location='/loop')
        if path.startswith('/to/'):
            return made(f'{path[4:7]} Moved', b'elsewhere', Location=f'/found{path[7:]}')
        if path == '/away':
            return made('302 Found', Location='file:///etc/passwd')
        if path == '/secret' and headers.get('authorization') != 'Basic a2xhdXM6Z2VoZWlt':
            return made('401 Unauthorized', b'who?', WWW_Authenticate='Basic realm="inner"')
        if path == '/continue':
            return b'HTTP/1.1 100 Continue\r\n\r\n' + made('200 OK', b'after all')
        return made('200 OK', f'{method} {path} {body.decode()}'.encode(), X_Twice='a', Content_Type='text/plain')
