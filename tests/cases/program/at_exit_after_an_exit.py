# exit: 1
# expect: at exit
# expect stderr: bye
import atexit

atexit.register(print, "at exit")
raise SystemExit("bye")
