# Sixteen threads on shared containers, generators, exceptions and locks, with collections between.
import gc
import sys
import threading

sys.setswitchinterval(1e-4)
THREADS, TURNS = 16, 40
shared_list, shared_dict, dead, problems = [], {}, [], []
lock = threading.Lock()
count = 0

class Cycle:
    def __init__(self):
        self.me = self

    def __del__(self):
        dead.append(1)

class Key:
    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return hash(self.value)

    def __eq__(self, other):
        return self.value == other.value

    def __lt__(self, other):
        return self.value < other.value

def generate(n):
    for i in range(n):
        try:
            yield i
        except ValueError as error:
            yield error

def work(k):
    global count
    for i in range(TURNS):
        shared_list.append((k, i))
        shared_dict[Key((k, i))] = [k]
        with lock:
            count += 1
        Cycle()
        generator = generate(5)
        next(generator)
        if generator.throw(ValueError(k)).args != (k,):
            problems.append('throw')
        try:
            try:
                raise KeyError(k, i)
            except KeyError as error:
                if sys.exception() is not error or sum(generate(20)) != 190:
                    problems.append('handled')
                raise ValueError from error
        except ValueError as error:
            if error.__cause__.args != (k, i):
                problems.append('cause')
        keys = sorted(Key(j * 7919 % 97) for j in range(30))
        if any(b < a for a, b in zip(keys, keys[1:])):
            problems.append('order')
        if repr([k, [shared_list[0]]]).count('...'):
            problems.append('repr')
        if i % 20 == 0:
            gc.collect()

threads = [threading.Thread(target=work, args=(k,)) for k in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
gc.collect()
print(count, len(shared_list), len(set(shared_list)), len(shared_dict), len(dead), problems)
