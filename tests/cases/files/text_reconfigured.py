import io


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


file = io.TextIOWrapper(io.BytesIO(b"a\xe9\nb\r\n"), "ascii")
file.reconfigure(encoding="latin-1", errors="replace", newline="")
print(file.encoding, file.errors, repr(file.readline()))
show(file.reconfigure, encoding="utf-8")
show(file.reconfigure, newline="x")
show(file.reconfigure, errors=5)
file.reconfigure(line_buffering=True, write_through=True)
print(file.line_buffering, file.write_through)
raw = file.detach()
print(raw.read())
show(file.read)
show(file.detach)
show(repr, file)
show(file.close)
show(io.TextIOWrapper, 5)
show(io.TextIOWrapper, io.BytesIO(), "nope")
show(io.TextIOWrapper, io.BytesIO(), newline="z")
for kind in [io.TextIOWrapper, io.BufferedReader, io.StringIO, io.FileIO]:
    empty = kind.__new__(kind)
    show(empty.read)
    if kind is not io.StringIO:
        show(repr, empty)
