# args: <FOLDER>
import sys


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


path = sys.argv[1] + "/file"

class Named:
    def __init__(self, name):
        self.name = name

    def __fspath__(self):
        return self.name


open(path, "w").close()
show(open, sys.argv[1] + "/absent")
show(open, "/nonexistent")
show(open, b"/nonexistent")
show(open, "/")
show(open, "/", "w")
show(open, path, "x")
for name in [3.5, None, -1, 10**20, 9999, "a\0b", "/\ud800", Named(5), Named(Named("x"))]:
    show(open, name)
show(lambda: open(Named(path)).close())
show(lambda: open(path.encode()).read())
show(lambda: open(path, opener=lambda name, flags: -5))
show(lambda: open(path, opener=lambda name, flags: "x"))
try:
    open("/nonexistent")
except FileNotFoundError as error:
    print(error.errno, error.strerror, error.filename, error.filename2)
