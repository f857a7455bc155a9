# Many threads resume one generator: each value is given once, or the generator is busy.
import sys
import threading

sys.setswitchinterval(1e-5)

def numbers():
    at = 0
    while True:
        yield at
        at += 1

def take():
    mine = []
    while len(mine) < 500:
        try:
            mine.append(next(shared))
        except ValueError:
            pass
    all_values.extend(mine)

shared, all_values = numbers(), []
threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(all_values) == list(range(4000)))
