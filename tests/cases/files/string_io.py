import io


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


file = io.StringIO("héllo\nwörld\r\nx\ry")
print(repr(file.read(2)), file.tell(), file.readline(), file.readlines(), file.read(), file.seek(0), list(file))
print(file.seek(3), file.write("ZZ"), repr(file.getvalue()), file.seek(2), file.truncate(), file.getvalue())
show(file.seek, -1)
show(file.seek, 1, 1)
show(file.seek, 1, 2)
show(file.seek, 0, 5)
show(file.seek, 10)
show(file.write, "é")
show(file.getvalue)
show(file.truncate, -3)
show(file.write, b"")
show(file.write, 5)
show(file.read, "x")
show(file.readline, 2)
show(file.fileno)
show(file.detach)
print(file.encoding, file.errors, file.newlines, file.line_buffering)
for newline in [None, "", "\n", "\r", "\r\n"]:
    file = io.StringIO("a\nb\r\nc\rd", newline=newline)
    print(repr(newline), repr(file.getvalue()), file.readlines(), file.newlines)
    print(file.write("x\ny\r\n"), repr(file.getvalue()), file.__getstate__())
show(io.StringIO, 5)
show(io.StringIO, newline="q")
show(io.StringIO, newline=5)
show(lambda: io.StringIO(None).getvalue())
file.close()
for method in [file.read, file.getvalue, file.readable, file.__iter__, file.__next__]:
    show(method)
other = io.StringIO()
other.__setstate__(("abc\r", None, 1, {"z": 1}))
print(repr(other.read()), other.z)
show(other.__setstate__, (1,))
show(other.__setstate__, (1, "\n", 0, None))
