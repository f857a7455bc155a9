import asyncio
import time

start = time.monotonic()
asyncio.run(asyncio.sleep(0.05))
print(0.05 <= time.monotonic() - start < 5)  # expect: True
start = time.monotonic()
time.sleep(0.05)
print(0.05 <= time.monotonic() - start < 5)  # expect: True
