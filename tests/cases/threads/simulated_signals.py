# What a program asks its main thread to do as if a signal had come.
import _thread
import asyncio
import signal
import threading
import time


def handler(number, frame):
    print('handler', signal.Signals(number).name, threading.current_thread() is threading.main_thread())


def fails(number, frame):
    1 / 0


for number in signal.SIGINT, signal.SIGTERM, signal.SIGRTMAX:
    before = signal.signal(number, handler)
    print(_thread.interrupt_main(number))
    signal.signal(number, signal.SIG_IGN)
    print(_thread.interrupt_main(number))
    signal.signal(number, signal.SIG_DFL)
    print(_thread.interrupt_main(number))
    signal.signal(number, fails)
    try:
        _thread.interrupt_main(number)
        print('not reached')
    except ZeroDivisionError as error:
        print(error)
    signal.signal(number, before)
try:
    _thread.interrupt_main()
    print('not reached')
except KeyboardInterrupt:
    print('KeyboardInterrupt')
print(_thread.interrupt_main(signal.SIGTERM), _thread.interrupt_main(signal.SIGUSR1))

# From another thread; the main one runs Python code meanwhile.
seen = []
signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(threading.current_thread() is threading.main_thread()))
threading.Thread(target=_thread.interrupt_main, args=(signal.SIGUSR1,)).start()
end = time.monotonic() + 30
while not seen and time.monotonic() < end:
    pass
print(seen)


async def main():
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR2, lambda: (print('in the loop'), done.set()))
    threading.Thread(target=_thread.interrupt_main, args=(signal.SIGUSR2,)).start()
    await asyncio.wait_for(done.wait(), 30)
    print(loop.remove_signal_handler(signal.SIGUSR2))


asyncio.run(main())
signal.signal(signal.SIGRTMAX, handler)
signal.raise_signal(signal.SIGRTMAX)

# expect: handler SIGINT True
# expect: None
# expect: None
# expect: None
# expect: division by zero
# expect: handler SIGTERM True
# expect: None
# expect: None
# expect: None
# expect: division by zero
# expect: handler SIGRTMAX True
# expect: None
# expect: None
# expect: None
# expect: division by zero
# expect: KeyboardInterrupt
# expect: None None
# expect: [True]
# expect: in the loop
# expect: True
# expect: handler SIGRTMAX True
