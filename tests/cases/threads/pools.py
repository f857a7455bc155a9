# ThreadPoolExecutor: results, errors, order, names, cancelling.
import concurrent.futures as futures
import threading
import time

def attempt(function, *args, **keywords):
    try:
        print('=', function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, '|', error)

def fail():
    raise ValueError('broken')

with futures.ThreadPoolExecutor(2, thread_name_prefix='pool') as pool:
    future = pool.submit(pow, 2, exp=10)
    print(future.result(), future.done(), future.running(), future.cancelled(), future.cancel())
    print(list(pool.map(lambda a, b: a * b, [1, 2, 3], [4, 5, 6])))
    future = pool.submit(fail)
    attempt(future.result)
    print(repr(future.exception()))
    first, second, third = [pool.submit(time.sleep, 0.2) for _ in range(3)]
    print(third.cancel(), third.cancelled(), third.cancel())
    attempt(third.result)
    attempt(first.result, 0.01)
    done, not_done = futures.wait([first, second, third], timeout=0.05)
    print(len(done), len(not_done))
    print(len(futures.wait([first, second], return_when=futures.FIRST_COMPLETED).done) >= 1)
    slow = [pool.submit(time.sleep, 0.3) for _ in range(2)]
    attempt(lambda: list(futures.as_completed(slow, timeout=0.05)))
    attempt(lambda: list(pool.map(time.sleep, [0.3, 0.3], timeout=0.01)))
    name = pool.submit(lambda: threading.current_thread().name).result()
    print(name.startswith('pool_'))
attempt(pool.submit, print)

with futures.ThreadPoolExecutor(3) as pool:
    waits = [pool.submit(lambda s: (time.sleep(s), s)[1], s) for s in (0.15, 0.05, 0.1)]
    print([f.result() for f in futures.as_completed(waits)])

pool = futures.ThreadPoolExecutor(1)
running, waiting = pool.submit(time.sleep, 0.1), pool.submit(print, 'never')
pool.shutdown(cancel_futures=True)
print(running.done(), waiting.cancelled())
attempt(futures.ThreadPoolExecutor, 0)
attempt(futures.ThreadPoolExecutor, initializer=3)
attempt(futures.wait, [futures.Future()], return_when='x')
