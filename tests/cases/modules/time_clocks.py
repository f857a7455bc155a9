# Clocks by number, and refused waits.

import time

g = time.gmtime(1700000000.5)


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
type(time.time()), type(time.time_ns()), type(time.monotonic_ns()), type(time.perf_counter_ns()), type(time.process_time_ns()), type(time.thread_time()), type(time.thread_time_ns())
time.CLOCK_REALTIME, time.CLOCK_MONOTONIC, time.CLOCK_PROCESS_CPUTIME_ID, time.CLOCK_THREAD_CPUTIME_ID, time.CLOCK_BOOTTIME, time.CLOCK_MONOTONIC_RAW, time.CLOCK_TAI
type(time.clock_gettime(time.CLOCK_REALTIME)), type(time.clock_gettime_ns(1)), time.clock_getres(1)
time.clock_gettime(99)
time.clock_gettime('a')
time.clock_getres(99)
time.clock_gettime_ns(99)
time.clock_settime(99,1.0)
time.clock_settime_ns(99,1)
time.clock_settime_ns(1,1)
time.tzset()
time.sleep(-1)
time.sleep('a')
time.sleep(None)
time.sleep(float('nan'))
time.sleep(1e20)
time.sleep(10**30)
time.sleep()
time._STRUCT_TM_ITEMS
""".strip().splitlines():
    show(case)
