# A loop with a selector of the program's choice, from the page about platforms.
import asyncio
import selectors

selector = selectors.SelectSelector()
loop = asyncio.SelectorEventLoop(selector)
asyncio.set_event_loop(loop)
async def main():
    await asyncio.sleep(0.1)
    print('select() waits')

loop.run_until_complete(main())
loop.close()
