# A context variable per task, as the page about context variables shows for the clients of a server.
import asyncio
import contextvars

client_addr_var = contextvars.ContextVar('client_addr')


def render_goodbye():
    # The address of the client that is dealt with, without having been passed on.
    return f'Good bye, client @ {client_addr_var.get()}'


async def handle_request(address, lines):
    client_addr_var.set(address)
    for line in lines:
        await asyncio.sleep(1)
        if not line:
            break
        print(address, line)
    print(render_goodbye())


async def main():
    await asyncio.gather(*(handle_request(f'127.0.0.1:{port}', ['hello', 'world', ''])
                           for port in (1, 2)))
    print(client_addr_var.get('none here'))


asyncio.run(main())
