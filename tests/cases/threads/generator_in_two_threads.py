# A generator that runs in one thread cannot be resumed by another.
import threading
import time

def numbers():
    yield 1
    time.sleep(0.1)
    yield 2

generator = numbers()
print(next(generator))
got = []
thread = threading.Thread(target=lambda: got.append(next(generator)))
thread.start()
time.sleep(0.05)
try:
    next(generator)
except ValueError as error:
    print(error)
thread.join()
print(got, list(generator))
