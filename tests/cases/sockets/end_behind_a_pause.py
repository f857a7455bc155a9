# The end of a connection is heard of, although reading was paused again and again before it.
import asyncio

TOTAL = 60_000_000
PART = bytes(range(256)) * 1024


async def serve(reader, writer):
    left = TOTAL
    while left > 0:
        part = PART[:left]
        writer.write(part)
        await writer.drain()
        left -= len(part)
    writer.close()


async def receive(address):
    reader, writer = await asyncio.open_connection(*address)
    got = turn = 0
    while part := await reader.read(1 << 18):
        got += len(part)
        turn += 1
        if turn % 8 == 0:
            await asyncio.sleep(0.0002)
    writer.close()
    await writer.wait_closed()
    return got == TOTAL


async def main():
    async with await asyncio.start_server(serve, '127.0.0.1', 0) as server:
        address = server.sockets[0].getsockname()
        print(await asyncio.gather(*(receive(address) for _ in range(5))))


asyncio.run(main())
