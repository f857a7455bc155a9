# Processes, and what they share, with both ways of starting them.
import multiprocessing
import os
import queue
import signal
import sys
import time


def hello(results, x):
    results.put(('hello', x, multiprocessing.parent_process().pid == os.getppid()))


def fails():
    sys.stderr = open(os.devnull, 'w')
    raise ValueError('no')


def echo(end, other):
    other.close()
    try:
        while True:
            end.send(end.recv() * 2)
    except EOFError:
        end.close()


def take_lock(lock, event, results):
    event.wait()
    with lock:
        results.put('locked')


def consume(items, results):
    while (item := items.get()) is not None:
        results.put(item * 10)
        items.task_done()
    items.task_done()


def wait_to_be_told(condition, results):
    with condition:
        results.put('waits')
        results.put(condition.wait(60))


def processes(context):
    results = context.Queue()
    process = context.Process(target=hello, args=(results, 1), name='one')
    print(repr(process).replace(str(os.getpid()), 'OWN'), process.exitcode, process.is_alive(), process.pid)
    process.start()
    print(results.get())
    process.join()
    print(process.exitcode, process.is_alive(), repr(process).partition('stopped')[2])
    process.close()
    try:
        process.is_alive()
    except ValueError as error:
        print(error)
    for target, args in (fails, ()), (sys.exit, (5,)), (sys.exit, (None,)), (os._exit, (7,)):
        process = context.Process(target=target, args=args)
        process.start()
        process.join()
        print(process.exitcode, end=' ')
    # Waits for input that never comes.
    read, write = os.pipe()
    for end in multiprocessing.Process.terminate, multiprocessing.Process.kill:
        one, other = context.Pipe()
        process = context.Process(target=echo, args=(one, other))
        process.start()
        process.join(0.01)
        print(process.is_alive(), end=' ')
        end(process)
        process.join()
        print(process.exitcode)


def pipes(context):
    one, other = context.Pipe()
    process = context.Process(target=echo, args=(one, other))
    process.start()
    one.close()
    other.send([1, 2])
    print(other.recv(), other.poll())
    other.send('x' * 100_000)
    print(len(other.recv()))
    other.close()
    process.join()
    print(process.exitcode)
    reader, writer = context.Pipe(duplex=False)
    for wrong in (lambda: reader.send(1)), writer.recv, lambda: writer.send_bytes(b'a', 2):
        try:
            wrong()
        except (OSError, ValueError) as error:
            print(error)
    writer.send_bytes(b'abc', 1)
    print(reader.recv_bytes())
    writer.send_bytes(b'too long')
    try:
        reader.recv_bytes_into(bytearray(3))
    except multiprocessing.BufferTooShort as error:
        print(error.args)
    writer.close()
    try:
        reader.recv()
    except EOFError:
        print('the end')


def what_is_shared(context):
    results, lock, event = context.Queue(), context.Lock(), context.Event()
    lock.acquire()
    process = context.Process(target=take_lock, args=(lock, event, results))
    process.start()
    event.set()
    try:
        results.get(timeout=0.1)
    except queue.Empty:
        print('locked here')
    lock.release()
    print(results.get(), event.is_set())
    process.join()

    items, tens = context.JoinableQueue(), context.SimpleQueue()
    process = context.Process(target=consume, args=(items, tens), daemon=True)
    process.start()
    for i in range(4):
        items.put(i)
    items.join()
    print([tens.get() for _ in range(4)])
    items.put(None)
    items.join()
    process.join()

    condition = context.Condition()
    process = context.Process(target=wait_to_be_told, args=(condition, results))
    process.start()
    print(results.get())
    with condition:
        condition.notify()
    print(results.get())
    process.join()

    one = context.Queue(1)
    one.put(1)
    print(one.full(), one.qsize())
    try:
        one.put(2, timeout=0.01)
    except queue.Full:
        print('full')
    print(one.get(), one.empty())
    for thing, release in (context.BoundedSemaphore(2), 1), (context.RLock(), 1):
        thing.acquire()
        thing.release()
        try:
            thing.release()
        except (AssertionError, ValueError) as error:
            print(error)


def main():
    print(multiprocessing.get_all_start_methods()[:2], multiprocessing.get_start_method(True))
    for method in 'fork', 'spawn':
        context = multiprocessing.get_context(method)
        print(context.get_start_method())
        processes(context)
        pipes(context)
        what_is_shared(context)
    try:
        multiprocessing.get_context('unheard of')
    except ValueError as error:
        print(error)
    multiprocessing.set_start_method('spawn', force=True)
    try:
        multiprocessing.set_start_method('fork')
    except RuntimeError as error:
        print(error)
    print(multiprocessing.active_children(), multiprocessing.current_process())
    # Ended with the program.
    multiprocessing.Process(target=consume, args=(multiprocessing.JoinableQueue(), None), daemon=True).start()


if __name__ == '__main__':
    main()
