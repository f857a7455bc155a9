import time

early = 1
time.sleep(0.1)
late = 2
