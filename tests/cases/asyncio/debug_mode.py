# Debug mode: slow callbacks, callbacks that are none, calls from other threads, where things were made.
import asyncio
import re
import sys
import threading
import time


class Plain:
    # Standard error without what differs from run to run.
    def write(self, text):
        text = re.sub(r'[^ ]*debug_mode\.py:\d+', 'FILE:LINE', text)
        text = re.sub(r' created at [^ >]+', ' created', text)
        text = re.sub(r'took \d\.\d+', 'took N.NN', text)
        text = re.sub(r'0x[0-9a-f]+', '0x1', text)
        sys.stdout.write(text)

    def flush(self):
        pass


def slow():
    time.sleep(0.2)


async def slow_step():
    time.sleep(0.2)


def attempt(function, *args):
    try:
        function(*args)
    except Exception as error:
        print(type(error).__name__, re.sub(r' at 0x[0-9a-f]+', '', str(error)))


async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_debug(), loop.slow_callback_duration)
    attempt(loop.call_soon, 5)
    attempt(loop.call_soon, main)
    attempt(loop.call_later, 1, None)
    attempt(loop.call_soon_threadsafe, slow_step)
    attempt(loop.run_in_executor, None, slow_step)
    thread = threading.Thread(target=attempt, args=(loop.call_soon, print))
    thread.start()
    thread.join()
    thread = threading.Thread(target=attempt, args=(loop.call_later, 1, print))
    thread.start()
    thread.join()

    future = loop.create_future()
    print(re.sub(r' at .*', '', repr(future)), len(future._source_traceback) > 0)
    task = asyncio.create_task(slow_step(), name='slow')
    print(any('create_task(slow_step()' in entry.line for entry in task._source_traceback))
    await task
    handle = loop.call_soon(slow)
    print(handle._source_traceback[-1].line)
    await asyncio.sleep(0)
    loop.slow_callback_duration = 10
    loop.call_soon(slow)
    await asyncio.sleep(0)
    timer = loop.call_later(100, slow)
    timer.cancel()
    print(re.sub(r'when=[\d.]+', 'when=N', re.sub(r' at .*', '', repr(timer))))
    loop.set_debug(False)
    print(loop.create_future(), loop.call_soon(print, 'plain')._source_traceback)
    loop.set_debug(True)
    coroutine = slow_step()
    print(coroutine.cr_origin[0][2])
    coroutine.close()
    await asyncio.sleep(0)


before = sys.get_coroutine_origin_tracking_depth()
sys.stderr = Plain()
asyncio.run(main(), debug=True)
print(sys.get_coroutine_origin_tracking_depth() == before)
