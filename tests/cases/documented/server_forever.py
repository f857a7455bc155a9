# A server that serves for ever, from the page about event loops; here until there was a client.
import asyncio
from _stand_in import handed_to_run

EXAMPLE = r'''
import asyncio

async def client_connected(reader, writer):
    # Communicate with the client with
    # reader/writer streams.  For example:
    await reader.readline()

async def main(host, port):
    srv = await asyncio.start_server(
        client_connected, host, port)
    await srv.serve_forever()

asyncio.run(main('127.0.0.1', 0))
'''


async def client(port, serving):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(b'one line\n')
    writer.close()
    await writer.wait_closed()
    await asyncio.sleep(0.1)
    serving.cancel()


async def main():
    started = []
    start_server = asyncio.start_server

    async def remember(*args):
        started.append(await start_server(*args))
        return started[0]

    asyncio.start_server = remember
    serving = asyncio.create_task(handed_to_run(EXAMPLE, address='127.0.0.1'))
    await asyncio.sleep(0.1)
    await client(started[0].sockets[0].getsockname()[1], serving)
    try:
        await serving
    except asyncio.CancelledError:
        print('served until it was cancelled', started[0].is_serving())


asyncio.run(main())
