# args: <FOLDER>
import sys


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


path = sys.argv[1] + "/file"

open(path, "wb").write(b"hello\nworld\nxy\n")
with open(path, "r+b") as file:
    print(file.read(3), file.write(b"XYZ"), file.tell(), file.read(2), file.seek(0), file.read())
    print(file.truncate(4), file.seek(0), file.read(), file.tell(), file.write(b"end"), file.seek(0), file.read())
with open(path, "w+b") as file:
    print(file.write(b"a\nb\n"), file.seek(0), file.readlines(), file.tell())
with open(path, "a+b") as file:
    print(file.tell(), file.write(b"c"), file.tell(), file.seek(0), file.read(), file.mode)
show(open, "/dev/tty-that-is-not", "r+b")
