# differs: there a thread's interrupt_main() does not end a wait for a lock
# expect: KeyboardInterrupt
# expect: KeyboardInterrupt
# expect: KeyboardInterrupt
import _thread
import queue
import threading

for wait in threading.Event().wait, queue.Queue().get, queue.SimpleQueue().get:
    threading.Timer(0.01, _thread.interrupt_main).start()
    try:
        wait()
    except KeyboardInterrupt:
        print('KeyboardInterrupt')
