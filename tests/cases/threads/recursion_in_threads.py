# Both kinds of recursion end with RecursionError in a thread, too.
import threading

def deep(n):
    return deep(n + 1)

class Endless:
    def __eq__(self, other):
        return Endless() == other

def nested():
    value = []
    for _ in range(100000):
        value = [value]
    return repr(value)

def attempt(function, *args):
    try:
        function(*args)
    except RecursionError as error:
        print(function.__name__, type(error).__name__)

for function, *args in (deep, 0), (Endless().__eq__, 1), (nested,):
    thread = threading.Thread(target=attempt, args=(function, *args))
    thread.start()
    thread.join()
