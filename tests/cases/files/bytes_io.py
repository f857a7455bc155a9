import io


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


file = io.BytesIO(b"hello\nworld\nx")
print(file.read(2), file.tell(), file.readline(), file.readlines(), file.read(), file.seek(0), list(file))
print(file.seek(3), file.write(b"ZZ"), file.getvalue(), file.truncate(), file.getvalue())
show(file.seek, -1)
show(file.seek, -100, 1)
show(file.seek, 5, 2)
show(file.write, b"end")
show(file.getvalue)
show(file.seek, 1, 7)
show(file.seek, "x")
show(file.truncate, -1)
show(file.truncate, "x")
show(file.write, "x")
show(file.read, "x")
show(file.read, None)
target = bytearray(3)
print(file.seek(0), file.readinto(target), target, file.read1(), file.readinto1(target))
show(file.fileno)
show(file.detach)
print(file.readable(), file.writable(), file.seekable(), file.isatty(), file.closed)
show(file.__getstate__)
other = io.BytesIO()
other.__setstate__((b"abc", 1, None))
print(other.read())
for state in [(1,), (b"a", -1, None), (b"a", "x", None), (b"a", 1, 5)]:
    show(other.__setstate__, state)
file.close()
for method in [file.read, file.getvalue, file.tell, file.flush, file.readable, file.__enter__]:
    show(method)
show(io.BytesIO, 5)
show(io.BytesIO, "x")
show(lambda: io.BytesIO(initial_bytes=b"q").read())
show(io.BytesIO, x=1)
