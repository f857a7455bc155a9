# Calls in a pool of processes: results, exceptions with where they were raised, workers that end,
# cancelling, with both ways of starting processes.
# args: <FOLDER>
import asyncio
import concurrent.futures
import multiprocessing
import os
import signal
import time
from concurrent.futures.process import BrokenProcessPool


def square(x):
    return x * x


def fails(x):
    raise ValueError(f'no {x}')


def unpicklable():
    return lambda: 1


class Own:
    def __init__(self, value):
        self.value = value


given = []


def initialize(value):
    given.append(value)


def what_was_given():
    return given


def in_process(context):
    with concurrent.futures.ProcessPoolExecutor(2, context, initialize, (7,)) as pool:
        print(pool.submit(square, 5).result(), list(pool.map(square, range(10), chunksize=3)))
        print(pool.submit(Own, 3).result().value, pool.submit(what_was_given).result())
        for call in (fails, 1), (unpicklable,), (square, lambda: 1):
            try:
                pool.submit(*call).result()
            except Exception as error:
                print(type(error).__name__, type(error.__cause__).__name__, 'in fails' in str(error.__cause__))
    try:
        pool.submit(square, 1)
    except RuntimeError as error:
        print(error)


def wait_for(path):
    while not os.path.exists(path):
        time.sleep(0.01)
    return 'there'


def workers_that_end(context):
    pool = concurrent.futures.ProcessPoolExecutor(2, context)
    lost = [pool.submit(os._exit, 3)] + [pool.submit(signal.pause) for _ in range(3)]
    for future in lost:
        try:
            future.result()
        except BrokenProcessPool as error:
            print(error)
    try:
        pool.submit(square, 1)
    except BrokenProcessPool as error:
        print(error)
    pool.shutdown()


def cancelling(context, path):
    pool = concurrent.futures.ProcessPoolExecutor(1, context)
    futures = [pool.submit(wait_for, path) for _ in range(5)]
    while not futures[0].running():
        time.sleep(0.01)
    pool.shutdown(wait=False, cancel_futures=True)
    os.mkdir(path)
    print(futures[0].result(), futures[4].cancelled())
    os.rmdir(path)


async def in_loop(context):
    loop = asyncio.get_running_loop()
    with concurrent.futures.ProcessPoolExecutor(2, context) as pool:
        print(await asyncio.gather(*(loop.run_in_executor(pool, square, i) for i in range(5))))
        try:
            await loop.run_in_executor(pool, fails, 2)
        except ValueError as error:
            print(repr(error))


def main():
    import sys
    for method in 'fork', 'spawn':
        print(method)
        context = multiprocessing.get_context(method)
        in_process(context)
        workers_that_end(context)
        cancelling(context, sys.argv[1] + '/made')
        asyncio.run(in_loop(context))
    for wrong in (dict(max_workers=0), dict(initializer=3), dict(max_tasks_per_child=0),
                  dict(max_tasks_per_child='x'),
                  dict(max_tasks_per_child=1, mp_context=multiprocessing.get_context('fork'))):
        try:
            concurrent.futures.ProcessPoolExecutor(**wrong)
        except Exception as error:
            print(repr(error))


if __name__ == '__main__':
    main()
