import asyncio

SIZE = 3_000_000

async def slow(reader, writer):
    await asyncio.sleep(0.05)
    total = 0
    while data := await reader.read(100_000):
        total += len(data)
    writer.write(b'%d' % total)
    writer.close()

async def main():
    server = await asyncio.start_server(slow, '127.0.0.1', 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    waited = 0
    for _ in range(30):
        writer.write(b'x' * (SIZE // 30))
        before = writer.transport.get_write_buffer_size()
        await writer.drain()
        if writer.transport.get_write_buffer_size() < before:
            waited += 1
    print(waited > 0)
    writer.write_eof()
    print(int(await reader.read()) == SIZE)
    writer.close()
    server.close()
    await server.wait_closed()

asyncio.run(main())
