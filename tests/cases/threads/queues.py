# queue: orders, limits, timeouts, shutdown.
import queue
import threading

def attempt(function, *args, **keywords):
    try:
        print('=', function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, '|', error)

box = queue.Queue(2)

def produce():
    for i in range(5):
        box.put(i)
    box.put(None)

thread = threading.Thread(target=produce)
thread.start()
while (item := box.get()) is not None:
    print(item, end=' ')
    box.task_done()
print()
box.task_done()
box.join()
thread.join()
attempt(box.task_done)
attempt(box.get, timeout=0.01)
attempt(box.get, timeout=-1)
attempt(box.get_nowait)
box.put(1)
box.put(2)
attempt(box.put, 3, timeout=0.01)
attempt(box.put, 3, timeout=-1)
attempt(box.put_nowait, 3)
print(box.full(), box.qsize(), box.empty(), box.maxsize)
box.shutdown()
attempt(box.put, 3)
print(box.get(), box.get())
attempt(box.get)
emptied = queue.Queue()
emptied.put(1)
emptied.shutdown(immediate=True)
attempt(emptied.get)
emptied.join()
waiting = queue.Queue()
threading.Timer(0.02, waiting.shutdown).start()
attempt(waiting.get)

ordered = queue.PriorityQueue()
for n in 3, 1, 2, 5, 4, 0:
    ordered.put(n)
print([ordered.get() for _ in range(6)])
last = queue.LifoQueue()
last.put(1)
last.put(2)
print(last.get(), last.get())

simple = queue.SimpleQueue()
attempt(simple.get, False)
attempt(simple.get, timeout=-1)
attempt(simple.get, timeout='x')
attempt(simple.get, timeout=0.01)
attempt(simple.get_nowait)
attempt(simple.put)
attempt(simple.put, 1, 2, 3)
print(simple.qsize(), simple.empty(), simple.get(), queue.SimpleQueue[int])
threading.Timer(0.02, simple.put, ['late']).start()
print(simple.get())
