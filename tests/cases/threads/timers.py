# Timer: calls once, unless cancelled.
import threading

timer = threading.Timer(0.05, lambda *args, **keywords: print('timer', args, keywords), [1], {'b': 2})
timer.start()
timer.join()
cancelled = threading.Timer(50, print, ['never'])
cancelled.start()
cancelled.cancel()
cancelled.join()
print(cancelled.is_alive(), cancelled.finished.is_set())
