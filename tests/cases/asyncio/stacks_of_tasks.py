# get_stack() and print_stack() of tasks that wait, run, failed and are done.
import asyncio
import sys


async def inner(future):
    await future


async def outer(future):
    await inner(future)


def bad():
    raise ValueError('bad')


async def failing():
    bad()


def show(task, limit=None):
    print([frame.f_code.co_name for frame in task.get_stack(limit=limit)])


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(outer(future), name='waits')
    show(task)
    await asyncio.sleep(0)
    show(task)
    show(task, 0)
    show(task, 5)
    task.print_stack(file=sys.stdout, limit=1)
    print([frame.f_code.co_name for frame in asyncio.current_task().get_stack()][-1])
    future.set_result(None)
    await task
    show(task)
    task.print_stack(file=sys.stdout)
    task = asyncio.create_task(failing(), name='fails')
    await asyncio.wait([task])
    show(task)
    show(task, 1)
    task.print_stack(file=sys.stdout)
    task.print_stack(file=sys.stdout, limit=1)
    cancelled = asyncio.create_task(outer(asyncio.Future()))
    await asyncio.sleep(0)
    cancelled.cancel()
    await asyncio.wait([cancelled])
    show(cancelled)


asyncio.run(main())
