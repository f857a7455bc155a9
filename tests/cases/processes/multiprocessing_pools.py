# Pools of processes and of threads, as `multiprocessing` has them.
import multiprocessing
import multiprocessing.pool
import os
import time


def square(x):
    return x * x


def add(x, y):
    return x + y


def fails(x):
    raise KeyError(x)


def unpicklable():
    return lambda: 1


def pid(_):
    return os.getpid()



class Given:
    value = None


def give(value):
    Given.value = value


def what_was_given():
    return Given.value


def calls(pool):
    print(pool.apply(square, (3,)), pool.map(square, range(10)), pool.starmap(add, [(1, 2), (3, 4)]))
    print(list(pool.imap(square, range(5), 2)), sorted(pool.imap_unordered(square, range(5))))
    print(pool.map(square, []), pool.apply(what_was_given))
    failed = pool.apply_async(fails, ('key',))
    try:
        failed.get(60)
    except KeyError as error:
        print(repr(error), type(error.__cause__).__name__, failed.ready(), failed.successful())
    told, errors = [], []
    pool.map_async(square, [1, 2, 3], callback=told.append).wait()
    pool.starmap_async(add, [(1, '2')], error_callback=errors.append).wait()
    while not (told and errors):
        pass
    print(told, [type(error).__name__ for error in errors])
    results = pool.imap(fails, [1])
    try:
        next(results)
    except KeyError as error:
        print(error)
    try:
        next(results)
    except StopIteration:
        print('the end')


def processes(context):
    with context.Pool(2, give, ('given',)) as pool:
        calls(pool)
        try:
            pool.apply(unpicklable)
        except multiprocessing.pool.MaybeEncodingError as error:
            print(type(error).__name__)
        print(len(set(pool.map(pid, range(100)))) <= 2)
    pool.join()
    for refused in lambda: pool.apply(square, (1,)), lambda: context.Pool(0):
        try:
            refused()
        except ValueError as error:
            print(error)
    pool = context.Pool(1)
    waiting = pool.apply_async(pid, (1,))
    waiting.wait()
    # It does not wait for calls.
    pool.apply_async(time.sleep, (0.2,))
    pool.terminate()
    pool.join()
    pool = context.Pool(1, maxtasksperchild=2)
    print(len(set(pool.map(pid, range(6), 1))))
    pool.close()
    pool.join()


def main():
    for method in 'fork', 'spawn':
        print(method)
        processes(multiprocessing.get_context(method))
    give('given')
    print('threads')
    with multiprocessing.pool.ThreadPool(2) as pool:
        calls(pool)


if __name__ == '__main__':
    main()
