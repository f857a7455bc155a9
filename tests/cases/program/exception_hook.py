# exit: 1
import sys

sys.excepthook(ValueError, ValueError("shown"), None)
print(sys.excepthook is sys.__excepthook__)
sys.excepthook = lambda kind, error, traceback: print("hook", kind.__name__, error)
raise KeyError("x")
