# differs: CPython waits for ever
# A loop that cannot go on says so each time.
import asyncio


async def stubborn():
    for number in range(3):
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            print("goes on", number)


loop = asyncio.new_event_loop()
for _ in range(2):
    try:
        loop.run_forever()
    except asyncio.DeadlockError as error:
        print(error)
task = loop.create_task(stubborn())
for _ in range(2):
    try:
        loop.run_until_complete(task)
    except asyncio.DeadlockError as error:
        print(type(error).__name__)
    task.cancel()
task.cancel()
try:
    loop.run_until_complete(asyncio.wait_for(task, None))
except asyncio.DeadlockError as error:
    print(str(error).splitlines()[0])
task.cancel()
loop.run_until_complete(task)
loop.close()

# expect: the event loop waits, and nothing is left that could wake it
# expect: the event loop waits, and nothing is left that could wake it
# expect: DeadlockError
# expect: goes on 0
# expect: DeadlockError
# expect: goes on 1
# expect: deadlock: 2 tasks wait, and nothing is left that could wake one: no timer, descriptor, thread, child process or signal handler.
# expect: goes on 2
