# A signal interrupts calls of the system (EINTR) all the time: each of them goes on, waits no less than
# it should, and loses nothing; a handler that raises ends the call.
import asyncio
import concurrent.futures
import multiprocessing
import os
import queue
import select
import selectors
import signal
import socket
import subprocess
import threading
import time

beats = 0


def beat(number, frame):
    global beats
    beats += 1


def timed(name, call, seconds, expected):
    before, begin = beats, time.monotonic()
    result = call()
    taken = time.monotonic() - begin
    print(name, result == expected or result, 'in time' if taken >= seconds - 0.001 else taken,
          'interrupted' if beats > before else 'not interrupted')


def later(function, *args):
    threading.Timer(0.05, function, args).start()


def pipes():
    read, write = os.pipe()
    later(os.write, write, b'data')
    timed('os.read', lambda: os.read(read, 10), 0.02, b'data')
    for name, wait in (('select', lambda: select.select([read], [], [], 0.05)),
                       ('poll', lambda: select.poll().poll(50)),
                       ('epoll', lambda: select.epoll().poll(0.05))):
        timed(name, wait, 0.05, ([], [], []) if name == 'select' else [])
    with selectors.DefaultSelector() as selector:
        selector.register(read, selectors.EVENT_READ)
        timed('selector', lambda: selector.select(0.05), 0.05, [])
    # Much more than a pipe holds, to a reader that begins late.
    data, got = os.urandom(1 << 20), []

    def collect():
        while sum(map(len, got)) < len(data):
            got.append(os.read(read, 65536))

    thread = threading.Timer(0.05, collect)
    thread.start()
    with open(write, 'wb', buffering=0) as file:
        left = memoryview(data)
        while left:
            left = left[file.write(left):]
    thread.join()
    print('write', b''.join(got) == data)
    os.close(read)


def sockets():
    one, other = socket.socketpair()
    later(other.send, b'data')
    timed('recv', lambda: one.recv(10), 0.02, b'data')
    one.settimeout(0.05)
    timed('recv with a timeout', lambda: refused(TimeoutError, one.recv, 10), 0.05, 'TimeoutError')
    one.settimeout(None)
    data, got = os.urandom(1 << 21), bytearray()

    def collect():
        while len(got) < len(data):
            got.extend(other.recv(100_000))

    thread = threading.Timer(0.05, collect)
    thread.start()
    timed('sendall', lambda: one.sendall(data), 0.02, None)
    thread.join()
    print(got == data)
    server = socket.create_server(('127.0.0.1', 0))
    clients = []
    later(lambda: clients.append(socket.create_connection(server.getsockname())))
    timed('accept', lambda: isinstance(server.accept()[0], socket.socket), 0.02, True)


def refused(kind, function, *args):
    try:
        return function(*args)
    except kind as error:
        return type(error).__name__


def others():
    timed('sleep', lambda: time.sleep(0.1), 0.1, None)
    lock = threading.Lock()
    lock.acquire()
    later(lock.release)
    timed('lock', lock.acquire, 0.02, True)
    timed('lock with a timeout', lambda: lock.acquire(timeout=0.05), 0.05, False)
    items = queue.Queue()
    later(items.put, 'item')
    timed('queue', items.get, 0.02, 'item')
    thread = threading.Timer(0.05, print, ('in a thread',))
    thread.start()
    timed('join', thread.join, 0, None)
    timed('subprocess', lambda: subprocess.run(['sleep', '0.05']).returncode, 0.05, 0)
    child = subprocess.Popen(['sleep', '0.05'])
    timed('waitpid', lambda: os.waitpid(child.pid, 0) == (child.pid, 0), 0.01, True)
    process = multiprocessing.Process(target=time.sleep, args=(0.05,))
    process.start()
    timed('a process', process.join, 0, None)
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        timed('a pool of processes', lambda: pool.submit(pow, 2, 10).result(), 0, 1024)


async def in_loop():
    begin = time.monotonic()
    reader, writer = await asyncio.open_connection(sock=pair[0])
    asyncio.get_running_loop().call_later(0.05, pair[1].send, b'line\n')
    print(await reader.readline(), await asyncio.to_thread(time.sleep, 0.05),
          (await asyncio.create_subprocess_exec('true')).pid > 0)
    writer.close()
    await asyncio.sleep(0.05)
    print('the loop', time.monotonic() - begin >= 0.149)


def raising(number, frame):
    raise InterruptedError('by the handler')


signal.signal(signal.SIGALRM, beat)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
pipes()
sockets()
others()
pair = socket.socketpair()
asyncio.run(in_loop())
signal.setitimer(signal.ITIMER_REAL, 0)
signal.signal(signal.SIGALRM, raising)
read, write = os.pipe()
for name, call in (('os.read', lambda: os.read(read, 1)), ('sleep', lambda: time.sleep(100)),
                   ('recv', lambda: pair[1].recv(1)), ('select', lambda: select.select([read], [], []))):
    pair = socket.socketpair()
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    print(name, refused(InterruptedError, call))
