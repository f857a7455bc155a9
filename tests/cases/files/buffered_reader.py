# args: <FOLDER>
import sys


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


path = sys.argv[1] + "/file"

with open(path, "wb") as file:
    file.write("héllo\nworld\r\nx\ry\n".encode())
with open(path, "rb") as file:
    print(file.peek(3), file.read(3), file.read1(2), file.readline(), file.tell())
    print(file.seek(0, 2), file.read(), file.seek(-3, 2), file.read(), file.seek(1), file.readlines(4), file.readlines())
    show(file.write, b"x")
    show(file.seek, -1)
    show(file.read, -5)
    show(file.read, "x")
    show(file.seek, 0, 9)
    show(file.truncate)
    show(file.readinto, b"abc")
    target = bytearray(4)
    print(file.seek(0), file.readinto(target), target, file.readinto1(target), target)
    print(list(file), file.seek(2, 0), file.seek(2, 1), file.read(1))
