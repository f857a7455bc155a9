# select, poll, epoll and the selectors over them: what is ready, and what is refused.

import select
import selectors
import socket
import threading


def refused(call):
    try:
        print(call())
    except (OSError, TypeError, ValueError, OverflowError, KeyError, RuntimeError) as error:
        print(type(error).__name__, error)


a, b = socket.socketpair()
b.send(b"x")
print([[each is a for each in found] for found in select.select([a, b], [a], [a], 5)])
print(select.select([b], [], [], 0.01), select.select([], [], [], 0))
refused(lambda: select.select([a], [], [], -1))
refused(lambda: select.select([a], [], [], "x"))
refused(lambda: select.select(1, [], []))
refused(lambda: select.select(["x"], [], []))
refused(lambda: select.select([5000], [], []))

poll = select.poll()
poll.register(a, select.POLLIN)
poll.register(b)
print([(fd == a.fileno(), events) for fd, events in poll.poll(1000)])
poll.modify(b, select.POLLIN)
poll.unregister(a)
print(poll.poll(10))
refused(lambda: poll.modify(999, 1))
refused(lambda: poll.register(0, -1))
refused(lambda: poll.unregister(12345))
refused(lambda: poll.poll("x"))

with select.epoll() as epoll:
    epoll.register(a, select.EPOLLIN)
    refused(lambda: epoll.register(a))
    print([events for _, events in epoll.poll(1)])
    epoll.modify(a, select.EPOLLOUT)
    print([events for _, events in epoll.poll(1, 5)])
    epoll.unregister(a)
    print(epoll.poll(0))
    refused(lambda: epoll.poll(0, 0))
print(epoll.closed)
refused(lambda: epoll.poll(0))

for kind in selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector:
    with kind() as selector:
        key = selector.register(a, selectors.EVENT_READ | selectors.EVENT_WRITE, "data")
        print(key.data, key.events, [(k is key, events) for k, events in selector.select(1)])
        selector.modify(a, selectors.EVENT_READ, "new")
        print([(k.data, events) for k, events in selector.select(1)], len(selector.get_map()))
        refused(lambda: selector.register(b, 0))
        selector.unregister(a)
        print(selector.select(0))
    refused(lambda: selector.get_key(a))


# Another thread runs while one waits.
def later():
    a.send(b"y")


thread = threading.Thread(target=later)
thread.start()
print(len(select.select([b], [], [], 5)[0]))
thread.join()
for end in a, b:
    end.close()
