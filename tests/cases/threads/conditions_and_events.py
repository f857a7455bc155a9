# Condition, Event: notifications, timeouts, predicates.
import threading

def attempt(function, *args):
    try:
        print('=', function(*args))
    except BaseException as error:
        print(type(error).__name__, '|', error)

condition = threading.Condition()
attempt(condition.wait)
attempt(condition.notify)
attempt(condition.notify_all)
items, got = [], []

def consume():
    with condition:
        condition.wait_for(lambda: items, 5)
        got.append(items.pop())

threads = [threading.Thread(target=consume) for _ in range(3)]
for thread in threads:
    thread.start()
for n in range(3):
    with condition:
        items.append(n)
        condition.notify()
for thread in threads:
    thread.join()
print(sorted(got))
with condition:
    print(condition.wait(0.01), condition.wait(0), condition.wait_for(lambda: False, 0.02))

plain = threading.Condition(threading.Lock())
with plain:
    print(plain.wait(0.01), plain._is_owned())
print(plain._is_owned())

event = threading.Event()
print(event.is_set(), event.wait(0.01), event.wait(0))
threading.Timer(0.05, event.set).start()
print(event.wait(5), event.is_set(), event.wait())
event.clear()
print(event.is_set(), repr(event).endswith(': unset>'))
