# concurrent.futures.Future by hand.
import concurrent.futures as futures

def attempt(function, *args, **keywords):
    try:
        print('=', function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, '|', str(error).split(' at 0x')[0])

future = futures.Future()
shown = lambda: repr(future).split(' state=')[1]
print(shown())
print(future.set_running_or_notify_cancel(), future.running(), future.cancel(), shown())
future.add_done_callback(lambda f: print('called', f is future))
future.set_result(1)
future.add_done_callback(lambda f: print('at once'))
print(shown(), future.result(), future.exception())
attempt(future.set_result, 2)
attempt(future.set_exception, ValueError())
future = futures.Future()
future.set_exception(KeyError('k'))
print(shown())
attempt(future.result)
future = futures.Future()
print(future.cancel(), future.set_running_or_notify_cancel(), shown())
attempt(future.result)
attempt(future.exception)
attempt(futures.Future().result, 0.01)
print(futures.TimeoutError is TimeoutError, futures.BrokenExecutor.__mro__[1].__name__)
print(futures.wait([]), [c.__module__ for c in (futures.Future, futures.CancelledError, futures.InvalidStateError)])
