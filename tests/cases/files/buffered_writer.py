# args: <FOLDER>
import io
import sys


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


path = sys.argv[1] + "/file"

with open(path, "wb", 8) as file:
    def size():
        return len(open(path, "rb").read())

    print(file.write(b"abc"), size(), file.tell())
    print(file.write(b"defgh"), size())
    print(file.write(b"i"), size())
    print(file.write(b"0123456789" * 3), size())
    file.flush()
    print(size(), file.seek(2), file.write(b"ZZ"), file.tell(), file.truncate(6), file.tell())
    show(file.read)
    show(file.write, "x")
    show(file.write, 5)
print(open(path, "rb").read())
show(open(path, "r").buffer.write, b"x")
show(io.BufferedWriter, io.BytesIO(), -1)
show(io.BufferedReader, 5)
show(io.BufferedWriter, open(path))
show(io.BufferedReader, open(path, "wb", 0))
