# A TCP echo server and its client as streams, from the page about streams.
# normalise: port
import asyncio
from _stand_in import handed_to_run
SERVER = r'''
import asyncio

async def handle_echo(reader, writer):
    data = await reader.read(100)
    message = data.decode()
    addr = writer.get_extra_info('peername')

    print(f"Received {message!r} from {addr!r}")

    print(f"Send: {message!r}")
    writer.write(data)
    await writer.drain()

    print("Close the connection")
    writer.close()
    await writer.wait_closed()

async def main():
    server = await asyncio.start_server(
        handle_echo, '127.0.0.1', 8888)

    addrs = ', '.join(str(sock.getsockname()) for sock in server.sockets)
    print(f'Serving on {addrs}')

    async with server:
        await server.serve_forever()

asyncio.run(main())
'''

CLIENT = r'''
import asyncio

async def tcp_echo_client(message):
    reader, writer = await asyncio.open_connection(
        '127.0.0.1', 8888)

    print(f'Send: {message!r}')
    writer.write(message.encode())
    await writer.drain()

    data = await reader.read(100)
    print(f'Received: {data.decode()!r}')

    print('Close the connection')
    writer.close()
    await writer.wait_closed()

asyncio.run(tcp_echo_client('Hello World!'))
'''
async def main():
    # The protocols of datagrams have not all of the methods.
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: print(context['exception']))
    serving = asyncio.create_task(handed_to_run(SERVER))
    await asyncio.sleep(0.1)
    await handed_to_run(CLIENT)
    serving.cancel()
    await asyncio.wait([serving])


asyncio.run(main())
