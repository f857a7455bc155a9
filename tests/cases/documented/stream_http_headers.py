# The headers of a page over HTTP and HTTPS, from the page about streams; the servers are here.
import asyncio
import os
import ssl
import sys
from _stand_in import handed_to_run

EXAMPLE = r'''
import asyncio
import urllib.parse
import sys

async def print_http_headers(url):
    url = urllib.parse.urlsplit(url)
    if url.scheme == 'https':
        reader, writer = await asyncio.open_connection(
            url.hostname, 443, ssl=True)
    else:
        reader, writer = await asyncio.open_connection(
            url.hostname, 80)

    query = (
        f"HEAD {url.path or '/'} HTTP/1.0\r\n"
        f"Host: {url.hostname}\r\n"
        f"\r\n"
    )

    writer.write(query.encode('latin-1'))
    while True:
        line = await reader.readline()
        if not line:
            break

        line = line.decode('latin1').rstrip()
        if line:
            print(f'HTTP header> {line}')

    # Ignore the body, close the socket
    writer.close()
    await writer.wait_closed()

url = sys.argv[1]
asyncio.run(print_http_headers(url))
'''

CERTIFICATES = os.path.join(os.path.dirname(__file__), '..', '..', 'certificates')


async def serve(reader, writer):
    print((await reader.readuntil(b'\r\n\r\n')).splitlines())
    writer.write(b'HTTP/1.0 200 OK\r\nServer: stand-in\r\nContent-Length: 0\r\n\r\n')
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    inside = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    inside.load_cert_chain(os.path.join(CERTIFICATES, 'localhost.pem'))
    outside = ssl.create_default_context(cafile=os.path.join(CERTIFICATES, 'authority.pem'))
    plain = await asyncio.start_server(serve, '127.0.0.1', 0)
    secure = await asyncio.start_server(serve, '127.0.0.1', 0, ssl=inside)
    open_connection = asyncio.open_connection

    async def instead(host, port, ssl=None):
        print(host, port, ssl)
        server, context = {80: (plain, None), 443: (secure, outside)}[port]
        return await open_connection(*server.sockets[0].getsockname(), ssl=context,
                                     server_hostname=context and 'localhost')

    asyncio.open_connection = instead
    for url in 'http://example.com/path/page.html', 'https://example.com/path/page.html':
        sys.argv[1:] = [url]
        await handed_to_run(EXAMPLE)


asyncio.run(main())
