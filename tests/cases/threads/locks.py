# Lock and RLock: states, timeouts, and what they refuse.
import _thread
import threading

def attempt(function, *args, **keywords):
    try:
        print('=', function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, '|', error)

lock = threading.Lock()
attempt(lock.release)
attempt(lock.acquire, False, 1)
attempt(lock.acquire, True, -2)
attempt(lock.acquire, True, 1e20)
attempt(lock.acquire, True, float('nan'))
attempt(lock.acquire, True, 'x')
attempt(lock.acquire, 1, 2, 3)
attempt(lock.acquire, foo=1)
attempt(lock.acquire, timeout=0.01)
attempt(lock.acquire, timeout=0.01)
attempt(lock.acquire, blocking=False)
print(lock.locked(), repr(lock).startswith('<locked _thread.lock object at 0x'))
with_lock = threading.Lock()
with with_lock:
    print(with_lock.locked())
print(with_lock.locked(), type(lock), _thread.LockType is type(lock))

rlock = threading.RLock()
attempt(rlock.release)
print(rlock.acquire(), rlock.acquire(), rlock._is_owned(), rlock._recursion_count())
seen = []
thread = threading.Thread(target=lambda: seen.append((rlock.acquire(False), rlock._is_owned())))
thread.start()
thread.join()
print(seen)
state = rlock._release_save()
print(state[0], rlock._is_owned())
rlock._acquire_restore(state)
rlock.release()
rlock.release()
attempt(rlock.release)
attempt(rlock.acquire, timeout=-5)
attempt(rlock._release_save)
