# A context variable per client of a server, from the page about context variables; the clients are here.
# normalise: port
import asyncio
from _stand_in import ADDRESS, handed_to_run
EXAMPLE = r'''
import asyncio
import contextvars

client_addr_var = contextvars.ContextVar('client_addr')

def render_goodbye():
    # The address of the currently handled client can be accessed
    # without passing it explicitly to this function.

    client_addr = client_addr_var.get()
    return f'Good bye, client @ {client_addr}\n'.encode()

async def handle_request(reader, writer):
    addr = writer.transport.get_extra_info('socket').getpeername()
    client_addr_var.set(addr)

    # In any code that we call is now possible to get
    # client's address by calling 'client_addr_var.get()'.

    while True:
        line = await reader.readline()
        print(line)
        if not line.strip():
            break
        writer.write(line)

    writer.write(render_goodbye())
    writer.close()

async def main():
    srv = await asyncio.start_server(
        handle_request, '127.0.0.1', 8081)

    async with srv:
        await srv.serve_forever()

asyncio.run(main())

# To test it you can use telnet:
#     telnet 127.0.0.1 8081
'''
async def client():
    reader, writer = await asyncio.open_connection(ADDRESS, 8081)
    for line in b'hello\n', b'world\n', b'\n':
        writer.write(line)
        await asyncio.sleep(1)
    own = repr(writer.get_extra_info('sockname'))
    text = (await reader.read()).decode()
    print(repr(text.replace(own, 'myself')))
    writer.close()
    await writer.wait_closed()


async def main():
    serving = asyncio.create_task(handed_to_run(EXAMPLE))
    await asyncio.sleep(0.1)
    await client()
    await client()
    serving.cancel()
    await asyncio.wait([serving])


asyncio.run(main())
