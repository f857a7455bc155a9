import time

start, wall = time.monotonic(), time.time()
time.sleep(0.02)
print(0.02 <= time.monotonic() - start < 5, 0.01 < time.time() - wall < 5)
print(type(time.time()).__name__, type(time.time_ns()).__name__, time.time_ns() > 10**18)
print(time.perf_counter_ns() >= 0, time.process_time() >= 0)
