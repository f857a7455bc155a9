# Barrier: all come, one acts; timeouts and abort break it, reset mends it.
import threading
import time

def attempt(function, *args, **keywords):
    try:
        print('=', function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, '|', error)

attempt(threading.Barrier, 0)
barrier = threading.Barrier(3, action=lambda: print('all here'))
numbers = []

def come():
    for _ in range(2):
        numbers.append(barrier.wait())

threads = [threading.Thread(target=come) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(numbers), barrier.n_waiting, barrier.parties, barrier.broken)
attempt(barrier.wait, 0.02)
print(barrier.broken, repr(barrier).endswith(': broken>'))
attempt(barrier.wait)
barrier.reset()
print(barrier.broken, repr(barrier).endswith(': waiters=0/3>'))

def wait():
    try:
        barrier.wait()
    except threading.BrokenBarrierError as error:
        print('broken', repr(error))

for end in barrier.abort, barrier.reset:
    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.02)
    print(barrier.n_waiting)
    end()
    thread.join()
    print(barrier.broken)
    barrier.reset()

def fail():
    raise ValueError('action')

attempt(threading.Barrier(1, fail).wait)
