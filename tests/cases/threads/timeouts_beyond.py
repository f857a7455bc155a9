# Timeouts that are no numbers, or beyond what a clock counts, say the same wherever one waits.
import select
import socket
import threading
import time

waits = {
    "lock": lambda value: threading.RLock().acquire(timeout=value),
    "select": lambda value: select.select([], [], [], value),
    "socket": lambda value: socket.socket().settimeout(value),
    "sleep": lambda value: time.sleep(value),
    "poll": lambda value: select.poll().poll(value),
}
for value in 1e10, 1e30, float("inf"), float("nan"), 10**19, 10**30, -1e10, -1e19, "x":
    for name, wait in waits.items():
        if name == "poll" and isinstance(value, float) and value > 0:
            continue
        try:
            wait(value)
            print(name, value, "waits")
        except Exception as error:
            print(name, value, type(error).__name__, error)
