# A thread does not see what another one handles, nor does its context link to it.
import sys
import threading
import time

def other():
    print(sys.exception())
    try:
        raise KeyError('inner')
    except KeyError as error:
        print(repr(error.__context__))
        time.sleep(0.1)
        print(repr(sys.exception()))

try:
    raise ValueError('outer')
except ValueError:
    thread = threading.Thread(target=other)
    thread.start()
    time.sleep(0.05)
    print(repr(sys.exception()))
    thread.join()
    print(repr(sys.exception()))
