import asyncio
import signal

def attempt(function, *args):
    try:
        print(function.__name__, repr(function(*args)))
    except BaseException as e:
        print(function.__name__, type(e).__name__, e)

attempt(signal.signal, 0, 1)
attempt(signal.signal, 2, 'a')
attempt(signal.signal, 9, signal.SIG_IGN)
attempt(signal.getsignal, 2)
attempt(signal.getsignal, 15)
attempt(signal.strsignal, 2)
attempt(signal.Signals, 15)
attempt(signal.Signals, 999)
print(signal.SIGTERM, repr(signal.SIGTERM), repr(signal.SIG_DFL))

def handler(signum, frame):
    print('handler', signum, frame is not None)

attempt(signal.signal, signal.SIGUSR1, handler)
signal.raise_signal(signal.SIGUSR1)
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print('interrupted')

async def main():
    loop = asyncio.get_running_loop()
    attempt(loop.add_signal_handler, 9, print)
    attempt(loop.add_signal_handler, 'a', print)
    attempt(loop.add_signal_handler, 999, print)
    attempt(loop.add_signal_handler, 15, main)
    attempt(loop.remove_signal_handler, 15)
    loop.add_signal_handler(signal.SIGTERM, print, 'term')
    signal.raise_signal(signal.SIGTERM)
    print('raised')
    await asyncio.sleep(0.01)
    attempt(loop.remove_signal_handler, 15)
    attempt(loop.remove_signal_handler, 15)

asyncio.run(main())
