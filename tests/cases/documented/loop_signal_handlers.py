# Handlers of signals that stop the loop, from the page about event loops; the signal comes while it sleeps.
# exit: 1
# expect error: RuntimeError: Event loop stopped before Future completed.
import asyncio
import builtins
import os
import signal

def print(text):
    builtins.print(text.replace(str(os.getpid()), 'PID'))

async def told_while_asleep(delay, sleep=asyncio.sleep):
    os.kill(os.getpid(), signal.SIGTERM)
    await sleep(delay)

asyncio.sleep = told_while_asleep
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

    await asyncio.sleep(3600)

print("Event loop running for 1 hour, press Ctrl+C to interrupt.")
print(f"pid {os.getpid()}: send SIGINT or SIGTERM to exit.")

asyncio.run(main())
