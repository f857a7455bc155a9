# A server that ends with its block, from the page about event loops; something like a loop stands in for
# the arguments left out there.
import asyncio


class Loop:
    async def create_server(self, arguments):
        assert arguments is ...
        return await asyncio.get_running_loop().create_server(asyncio.Protocol, '127.0.0.1', 0)


async def main():
    loop = Loop()
    srv = await loop.create_server(...)

    async with srv:
        # some code
        print(srv.is_serving())

    # At this point, srv is closed and no longer accepts new connections.
    print(srv.is_serving(), srv.sockets)


asyncio.run(main())
