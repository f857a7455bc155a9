# Handlers of signals that stop the loop, from the page about event loops.
import asyncio
import functools
import os
import signal


def ask_exit(signame, loop):
    print("got signal %s: exit" % signame)
    loop.stop()


async def main():
    loop = asyncio.get_running_loop()

    for signame in {'SIGINT', 'SIGTERM'}:
        loop.add_signal_handler(
            getattr(signal, signame),
            functools.partial(ask_exit, signame, loop))

    loop.call_later(0.1, os.kill, os.getpid(), signal.SIGTERM)
    await asyncio.sleep(3600)


try:
    asyncio.run(main())
except RuntimeError as error:
    print(error)
