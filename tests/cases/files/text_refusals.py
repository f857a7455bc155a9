# args: <FOLDER>
import sys


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


path = sys.argv[1] + "/file"

with open(path, "w") as file:
    show(file.read)
    show(file.write, b"x")
    show(file.write, 5)
    show(file.write, "héllo\nworld\r\nx\ry\n")
    show(file.tell)
    show(file.readline)
    show(file.seek, 3, 1)
    show(file.seek, 1, 2)
    show(file.seek, -1)
    show(file.seek, 0, 7)
    show(file.truncate)
    show(file.isatty)
    print(file.buffer, file.buffer.raw, file.name == path)
    print(file.encoding, file.errors, file.newlines, file.line_buffering, file.write_through)
show(file.write, "x")
show(file.read)
show(file.tell)
show(file.close)
show(file.readable)
show(file.fileno)
show(file.__enter__)
print(file.closed, file)
show(file.buffer.write, b"x")
show(file.buffer.raw.write, b"x")
show(file.buffer.flush)
show(file.flush)
show(file.buffer.raw.read)
show(file.buffer.seek, 0)
show(file.buffer.tell)
show(iter, file)
show(next, file)
print(file.buffer.raw)
