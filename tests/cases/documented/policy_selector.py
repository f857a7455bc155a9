# A policy that chooses the selector, from the page about event loops.
import asyncio
import selectors

class MyPolicy(asyncio.DefaultEventLoopPolicy):
   def new_event_loop(self):
      selector = selectors.SelectSelector()
      return asyncio.SelectorEventLoop(selector)

asyncio.set_event_loop_policy(MyPolicy())
async def main():
    reader, writer = await asyncio.open_connection(sock=pair[0])
    pair[1].send(b'through select()')
    print(await reader.read(100))
    writer.close()
    await writer.wait_closed()
    pair[1].close()

import socket
pair = socket.socketpair()
print(type(asyncio.get_event_loop_policy()).__name__)
asyncio.run(main())
