# A pool's threads begin with the initializer.
import concurrent.futures as futures
import threading

local = threading.local()

def begin(value):
    local.value = value

with futures.ThreadPoolExecutor(2, initializer=begin, initargs=('ready',)) as pool:
    print(set(pool.map(lambda _: local.value, range(8))))
