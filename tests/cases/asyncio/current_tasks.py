# What tasks of a program's own kind tell asyncio: which there are, and which one runs.
import asyncio
import re


class Task:
    def __init__(self, name, loop):
        self.name, self.loop, self.ended = name, loop, False

    def __repr__(self):
        return f'<{self.name}>'

    def get_loop(self):
        return self.loop

    def done(self):
        return self.ended


class Loop:
    def __repr__(self):
        return 'Loop'


def attempt(function, *args):
    try:
        print(function(*args))
    except RuntimeError as error:
        print(error)


loop = Loop()
one, two = Task('one', loop), Task('two', loop)
print(asyncio.current_task(loop), asyncio.all_tasks(loop))
asyncio._register_task(one)
asyncio._register_task(two)
asyncio._register_task(two)
print(sorted(map(repr, asyncio.all_tasks(loop))))
two.ended = True
print(asyncio.all_tasks(loop), asyncio.all_tasks(Loop()))
asyncio._enter_task(loop, one)
print(asyncio.current_task(loop))
attempt(asyncio._enter_task, loop, two)
attempt(asyncio._leave_task, loop, two)
asyncio._leave_task(loop, one)
print(asyncio.current_task(loop))
attempt(asyncio._leave_task, loop, one)
asyncio._unregister_task(one)
asyncio._unregister_task(one)
print(asyncio.all_tasks(loop))
print(asyncio.tasks._swap_current_task(loop, one), asyncio.tasks._swap_current_task(loop, two))
print(asyncio.tasks._swap_current_task(loop, None), asyncio.current_task(loop))
asyncio._register_task(two)
two.ended = False
del two
print(asyncio.all_tasks(loop))
attempt(asyncio.current_task)
attempt(asyncio.all_tasks)
print(asyncio._get_running_loop())
asyncio._set_running_loop(loop)
print(asyncio.get_running_loop(), asyncio.current_task(), asyncio.all_tasks())
asyncio._set_running_loop(None)
attempt(asyncio.get_running_loop)


async def main():
    task = asyncio.current_task()
    running = asyncio.get_running_loop()
    asyncio._leave_task(running, task)
    print(asyncio.current_task())
    asyncio._enter_task(running, task)
    print(asyncio.current_task() is task)
    asyncio._unregister_task(task)
    print(asyncio.all_tasks())
    asyncio._register_task(task)
    print(asyncio.all_tasks() == {task})
    other = asyncio.create_task(asyncio.sleep(0), name='other')
    try:
        asyncio._enter_task(running, other)
    except RuntimeError as error:
        print(re.sub(r'coro=<[^>]*>[^>]*>', 'coro', str(error)))
    await other
    # Never a step of a task that is over.
    other = asyncio.create_task(asyncio.sleep(0))
    told = []
    running.set_exception_handler(lambda loop, context: told.append(context['exception']))
    asyncio.Future.set_result(other, 'set')
    print(await other)
    await asyncio.sleep(0)
    print([type(error).__name__ for error in told], str(told[0])[:23])
    other.get_coro().close()


asyncio.run(main())
