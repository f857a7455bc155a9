# A lock goes to whoever waits; a timed wait ends in time.
import threading
import time

lock = threading.Lock()
order = []

def work(name):
    with lock:
        order.append(name)
        time.sleep(0.01)

with lock:
    threads = []
    for name in 'abc':
        threads.append(threading.Thread(target=work, args=(name,)))
        threads[-1].start()
        time.sleep(0.05)
for thread in threads:
    thread.join()
print(order)

lock.acquire()
threading.Timer(0.1, lock.release).start()
begin = time.monotonic()
print(lock.acquire(timeout=0.05), lock.acquire(timeout=5))
print(0.09 < time.monotonic() - begin < 1)
