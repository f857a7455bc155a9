# args: <FOLDER>
import io
import sys


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


path = sys.argv[1] + "/file"

open(path, "wb").write(b"hello\nworld\nxy\n")
with open(path, "rb", 0) as file:
    print(file.read(2), file.readline(), file.readall(), file.read(), file.seek(0), file.tell())
    print(file.closefd, file.mode, file.readable(), file.writable(), file.seekable())
    show(file.write, b"x")
    show(file.truncate)
    show(file.seek, -1)
    show(file.seek, 1.5)
    target = bytearray(3)
    print(file.readinto(target), target)
    show(file.readinto, 5)
    number = file.fileno()
    other = io.FileIO(number, closefd=False)
    print(other.read(2), other.closefd)
    other.close()
    print(other, file.read(2))
for mode in ["", "rw", "r++", "q", "+", "xw"]:
    show(io.FileIO, path, mode)
show(io.FileIO, path, 5)
show(io.FileIO, -3)
with io.FileIO(path, "xb" if False else "ab+") as file:
    print(file.mode, file.tell(), file.write(b"!"), file.seek(0), file.readall())
print(file.closed)
show(file.fileno)
show(file.readall)
