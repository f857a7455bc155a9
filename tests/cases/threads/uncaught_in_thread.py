# differs: the traceback begins with the program's own frames
# expect stderr: Exception in thread Thread-1 (fail):
# expect stderr: Traceback (most recent call last):
# expect stderr:   File "uncaught_in_thread.py", line 12, in fail
# expect stderr:     raise ValueError('broken')
# expect stderr: ValueError: broken
# expect: end
import threading


def fail():
    raise ValueError('broken')


thread = threading.Thread(target=fail)
thread.start()
thread.join()
print('end')
