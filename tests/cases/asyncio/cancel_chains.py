# Cancelling goes down a chain of tasks that wait for each other, however long, and counts in each.
import asyncio


async def waits(task):
    await (task or asyncio.Event().wait())


async def chain(length):
    tasks = [asyncio.create_task(waits(None))]
    for _ in range(length - 1):
        tasks.append(asyncio.create_task(waits(tasks[-1])))
    await asyncio.sleep(0)
    return tasks


async def main():
    for length in 1, 2, 3, 7, 100:
        tasks = await chain(length)
        print(tasks[-1].cancel('first'), tasks[length // 2].cancel('second'))
        print(sum(task.cancelling() for task in tasks), tasks[0].cancelling(), tasks[-1].cancelling())
        results = await asyncio.gather(*tasks, return_exceptions=True)
        print({type(result).__name__ for result in results}, results[-1].args, all(task.cancelled() for task in tasks))
        print(tasks[-1].cancel(), tasks[-1].cancelling())


asyncio.run(main())

# expect: True True
# expect: 2 2 2
# expect: {'CancelledError'} ('',) True
# expect: False 2
# expect: True True
# expect: 4 2 2
# expect: {'CancelledError'} ('',) True
# expect: False 2
# expect: True True
# expect: 5 2 1
# expect: {'CancelledError'} ('',) True
# expect: False 1
# expect: True True
# expect: 11 2 1
# expect: {'CancelledError'} ('',) True
# expect: False 1
# expect: True True
# expect: 151 2 1
# expect: {'CancelledError'} ('',) True
# expect: False 1
