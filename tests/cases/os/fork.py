# A forked process goes on by itself: its own numbers, random numbers, threads and loop.
import asyncio, os, random, signal, sys, threading

def child_says(work):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            os.write(writer, repr(work()).encode())
        except BaseException as error:
            os.write(writer, repr(error).encode())
        os._exit(7)
    os.close(writer)
    with open(reader) as said:
        print(said.read())
    found, status = os.waitpid(child, 0)
    print(found == child, os.waitstatus_to_exitcode(status))

parent = os.getpid()
child_says(lambda: (os.getppid() == parent, os.getpid() != parent))

random.seed(1)
state = random.getstate()
child_says(lambda: random.getstate() != state)

def threads():
    results = []
    other = threading.Thread(target=results.append, args=(5,))
    other.start()
    other.join()
    return results, threading.active_count(), threading.current_thread() is threading.main_thread()
child_says(threads)

async def sleeps():
    await asyncio.sleep(0.01)
    return 'slept', await asyncio.to_thread(len, 'abc')
child_says(lambda: asyncio.run(sleeps()))

def signals():
    seen = []
    signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
    os.kill(os.getpid(), signal.SIGUSR1)
    return seen == [signal.SIGUSR1]
child_says(signals)

# In the middle of a coroutine: no loop runs in the child.
async def forks():
    def loop():
        try:
            return asyncio.get_running_loop()
        except RuntimeError as error:
            return str(error)
    child_says(loop)
    await asyncio.sleep(0)
    return 'goes on'
print(asyncio.run(forks()))

# What a child raises ends it as it would end any program.
sys.stdout.flush()
child = os.fork()
if child == 0:
    sys.exit(3)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

# expect: (True, True)
# expect: True 7
# expect: True
# expect: True 7
# expect: ([5], 1, True)
# expect: True 7
# expect: ('slept', 3)
# expect: True 7
# expect: True
# expect: True 7
# expect: 'no running event loop'
# expect: True 7
# expect: goes on
# expect: 3
