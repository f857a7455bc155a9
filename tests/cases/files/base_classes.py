import io


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


base = io.IOBase()
for method in [base.seek, base.truncate]:
    show(method, 0)
for method in [base.tell, base.fileno, base.isatty, base.seekable, base.flush, base.close]:
    show(method)
for method in [base.flush, base.isatty, base.__enter__, base.close]:
    show(method)
print(base.closed, base.readable())
show(io.RawIOBase().read)
show(io.BufferedIOBase().read)
show(io.BufferedIOBase().write, b"")
show(io.TextIOBase().read)
show(io.TextIOBase().detach)
print(isinstance(io.BytesIO(), io.IOBase), isinstance(io.StringIO(), io.TextIOBase), issubclass(io.FileIO, io.RawIOBase))
print(io.UnsupportedOperation.__mro__)
print(io.text_encoding("x"), io.text_encoding(None), io.DEFAULT_BUFFER_SIZE, io.SEEK_END, io.open is open)
print(sorted(io.__all__))


class Upper(io.StringIO):
    def write(self, text):
        return super().write(text.upper())


upper = Upper()
print("abc", 1, file=upper, sep="-")
print(repr(upper.getvalue()), upper.__dict__)
upper.extra = 1
print(upper.__dict__)
