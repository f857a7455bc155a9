# exit: -2
# expect: at exit
import atexit

atexit.register(print, "at exit")
raise KeyboardInterrupt
