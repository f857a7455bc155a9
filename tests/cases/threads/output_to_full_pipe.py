# A write that waits for a reader lets the reader run, and stays in one piece.
import os
import sys
import threading
import time


def pipe():
    reading, writing = os.pipe()
    return open(reading, 'rb'), open(writing, 'w')


def drain(source, into):
    while piece := source.read(65536):
        into.append(piece)


for size in 10, 5_000, 3_000_000:
    source, target = pipe()
    got = []
    reader = threading.Thread(target=drain, args=(source, got))
    reader.start()
    for _ in range(max(4, 300_000 // size)):
        target.write('x' * size)
    target.close()
    reader.join()
    source.close()
    print(size, sum(map(len, got)) == size * max(4, 300_000 // size))

# Several writers: what each of them writes at once stays together.
source, target = pipe()
got = []
reader = threading.Thread(target=drain, args=(source, got))
reader.start()


def write(letter, size):
    for _ in range(20):
        target.buffer.write(letter * size)


writers = [threading.Thread(target=write, args=(bytes([65 + n]), 20_000 + n)) for n in range(4)]
for writer in writers:
    writer.start()
for writer in writers:
    writer.join()
target.close()
reader.join()
source.close()
whole = b''.join(got)
runs, at = [], 0
while at < len(whole):
    end = at
    while end < len(whole) and whole[end] == whole[at]:
        end += 1
    runs.append((whole[at] - 65, end - at))
    at = end
print(all(length % (20_000 + letter) == 0 for letter, length in runs), len(whole))

# One that never finds a reader is ended by its other end.
source, target = pipe()
problem = []


def stuck():
    try:
        target.write('y' * 1_000_000)
        target.flush()
    except BrokenPipeError as error:
        problem.append(str(error))


writer = threading.Thread(target=stuck)
writer.start()
time.sleep(0.05)
print(writer.is_alive())
source.close()
writer.join()
print(problem)
try:
    target.close()
except BrokenPipeError as error:
    print(type(error).__name__)
print(file=sys.stdout)

# expect: 10 True
# expect: 5000 True
# expect: 3000000 True
# expect: True 1600120
# expect: True
# expect: ['[Errno 32] Broken pipe']
# expect:
