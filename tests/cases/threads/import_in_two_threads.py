# A thread that imports a module which another one is executing waits until it is complete.
import threading
import time

def load():
    import _slow_module
    print(_slow_module.late)

threads = [threading.Thread(target=load) for _ in range(3)]
for thread in threads:
    thread.start()
    time.sleep(0.02)
for thread in threads:
    thread.join()
