# Semaphore and BoundedSemaphore.
import threading

def attempt(function, *args, **keywords):
    try:
        print('=', function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, '|', error)

attempt(threading.Semaphore, -1)
semaphore = threading.Semaphore(2)
print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(False), semaphore.acquire(timeout=0.02))
attempt(semaphore.acquire, False, 1)
attempt(semaphore.release, 0)
semaphore.release(2)
print(repr(semaphore).split(': ')[1])
bounded = threading.BoundedSemaphore(1)
attempt(bounded.release)
with bounded:
    print(repr(bounded).split(': ')[1])
print(bounded.acquire(), threading.Timer(0.01, bounded.release).start(), bounded.acquire(timeout=1))
