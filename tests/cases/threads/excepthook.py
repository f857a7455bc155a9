# What a thread raises goes to threading.excepthook; SystemExit ends it silently.
import sys
import threading

def hook(args):
    print(args.exc_type.__name__, args.exc_value, args.exc_traceback is args.exc_value.__traceback__, args.thread.name)

original, threading.excepthook = threading.excepthook, hook
print(original is threading.__excepthook__)

def run(function, name):
    thread = threading.Thread(target=function, name=name)
    thread.start()
    thread.join()

def fail():
    raise ValueError('broken')

run(fail, 'first')
run(sys.exit, 'second')
threading.excepthook = original
run(sys.exit, 'third')
run(lambda: sys.exit(3), 'fourth')
print('end')
