# args: <FOLDER>
import sys


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


path = sys.argv[1] + "/file"

def opened(mode):
    with open(path, mode) as file:
        return repr(file), file.mode, file.readable(), file.writable(), file.seekable()


for mode in ["r", "x", "rw", "rr", "q", "rU", "tb", "w+b", "x", "a+", "rb", "br+", "+", "w", "t", "rt+", ""]:
    print(mode, end=" ")
    show(opened, mode)
show(open, path, "rb", encoding="x")
show(open, path, "rb", errors="x")
show(open, path, "rb", newline="")
show(open, path, "r", 0)
show(open, path, newline="x")
show(open, path, encoding="nope")
show(open, path, 5)
show(open, path, "r", "x")
show(open, path, encoding=5)
show(open, path, zork=3)
show(open, path, closefd=False)
show(open)
