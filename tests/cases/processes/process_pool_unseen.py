# A pool of processes whose workers are replaced, whose initializer fails, or that nobody has any more;
# the traceback of a call; a deadlock beside a pool that has nothing to do.
# differs: workers that are replaced hang in CPython 3.13 at times; deadlocks are silent there
import asyncio
import concurrent.futures
import multiprocessing
import os


def pid(_):
    return os.getpid()


def fails(x):
    raise ValueError(f'no {x}')


async def hopeless():
    loop = asyncio.get_running_loop()
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        print(await loop.run_in_executor(pool, int, '3'))
        await asyncio.sleep(3600)
        await asyncio.Event().wait()


if __name__ == '__main__':
    with concurrent.futures.ProcessPoolExecutor(2, max_tasks_per_child=2) as pool:
        # expect: True
        print(len(set(pool.map(pid, range(7)))) >= 3)

    # expect stderr: Exception in initializer:
    # expect stderr: TypeError: fails() missing 1 required positional argument: 'x'
    with concurrent.futures.ProcessPoolExecutor(1, initializer=fails) as pool:
        # expect: BrokenProcessPool
        print(type(pool.submit(pid, 1).exception()).__name__)

    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        error = pool.submit(fails, 1).exception()
    # expect: """
    # expect: Traceback (most recent call last):
    # expect:   File "process_pool_unseen.py", line 15, in fails
    # expect:     raise ValueError(f'no {x}')
    # expect: ValueError: no 1
    # expect: """
    print(str(error.__cause__).replace(os.path.dirname(__file__) + '/', '').strip())

    concurrent.futures.ProcessPoolExecutor(1).submit(pid, 1).result()
    for child in multiprocessing.active_children():
        child.join()
    # expect: []
    print(multiprocessing.active_children())

    try:
        # expect: 3
        asyncio.run(hopeless())
    except asyncio.DeadlockError:
        # expect: deadlock
        print('deadlock')
