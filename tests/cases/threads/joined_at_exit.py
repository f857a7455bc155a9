# The program waits for threads at its end, except for daemons.
import threading
import time

def late():
    time.sleep(0.1)
    print('late')
    threading.Thread(target=later).start()

def later():
    time.sleep(0.1)
    print('later')

threading.Thread(target=late).start()
threading.Thread(target=lambda: (time.sleep(1000), print('never')), daemon=True).start()
threading.Thread(target=lambda: threading.Event().wait(), daemon=True).start()
print('end')
