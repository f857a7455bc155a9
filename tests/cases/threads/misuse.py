# What threads and locks refuse, with CPython's words.
import _thread
import threading

def attempt(function, *args, **keywords):
    try:
        print('=', function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, '|', error)

thread = threading.Thread(target=int)
attempt(thread.join)
thread.start()
thread.join()
attempt(thread.start)
attempt(setattr, thread, 'daemon', True)
attempt(threading.current_thread().join)
attempt(threading.Thread, group=1)

class Forgetful(threading.Thread):
    def __init__(self):
        pass

attempt(Forgetful().start)
attempt(Forgetful().is_alive)
attempt(repr, Forgetful())
attempt(_thread.start_new_thread, 1, ())
attempt(_thread.start_new_thread, int, 1)
attempt(_thread.start_new_thread, int, (), 1)
attempt(_thread.start_new_thread)
attempt(_thread.start_joinable_thread, 1)
attempt(_thread.start_joinable_thread, int, handle=1)
attempt(_thread.stack_size, 1)
attempt(_thread.stack_size, -1)
attempt(_thread.stack_size, 'x')
attempt(_thread._ThreadHandle().join)
attempt(_thread.interrupt_main, 100)
attempt(_thread.exit)
attempt(threading.excepthook, 1)
attempt(threading.ExceptHookArgs, (1, 2))
attempt(lambda: threading.ExceptHookArgs((1, 2, 3, 4)))
