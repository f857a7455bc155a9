# exit: 3
# Threads are waited for although the main one ends with an exit code.
import sys
import threading
import time

threading.Thread(target=lambda: (time.sleep(0.05), print('done'))).start()
print('end')
sys.exit(3)
