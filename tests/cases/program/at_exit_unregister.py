import atexit


def function():
    print("never")


atexit.register(function)
atexit.register(print, "run")
atexit.register(function)
atexit.unregister(function)
atexit._run_exitfuncs()
print(atexit._ncallbacks())  # expect: run
atexit.register(function)  # expect: 0
atexit._clear()
atexit.register(print, "end")  # expect: end
