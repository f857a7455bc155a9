# _thread itself: functions with arguments, what nobody catches, numbers.
import _thread
import threading
import time

def work(a, b, *, c):
    seen.append((a, b, c, _thread._count() >= 1))

seen = []
ident = _thread.start_new_thread(work, (1, 2), {'c': 3})
time.sleep(0.05)
print(seen, type(ident), ident != _thread.get_ident())
_thread.start_new_thread(_thread.exit, ())
handle = _thread.start_joinable_thread(lambda: seen.append(threading.current_thread().name))
handle.join()
print(handle.is_done(), handle.ident != 0, seen[-1])
time.sleep(0.05)
print(threading.active_count())
