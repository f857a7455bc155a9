import io


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


def both_ways(encoding, errors="strict"):
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding, errors)
    file.write("aé€😀\n")
    file.write("b\n")
    file.flush()
    print(encoding, raw.getvalue(), file)
    file.seek(0)
    line = file.readline()
    place = file.tell()
    print(repr(line), repr(file.read()), file.seek(place) == place, repr(file.read()))
    print(file.seek(0, 2), file.write("z"), file.seek(0), repr(file.read()))


for encoding in ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "UTF8"]:
    both_ways(encoding)
show(both_ways, "ascii")
show(both_ways, "latin-1")
both_ways("latin-1", "replace")
for errors in ["xmlcharrefreplace", "backslashreplace", "ignore"]:
    both_ways("ascii", errors)


def parts(data, encoding="utf-8", errors="strict"):
    file = io.TextIOWrapper(io.BytesIO(data), encoding, errors)
    return file.readline(), file.read(1), file.read()


for errors in ["strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass"]:
    show(parts, b"a\xffb\n\xfec\xe2\x82", "utf-8", errors)
show(parts, b"ab\n\xff", "ascii")
show(parts, b"ab\n\xff", "ascii", "surrogateescape")
show(parts, b"\xfe\xff\0a\0\n\0b", "utf-16")
show(parts, b"a\0\n\0b", "utf-16-le")
for text in ["x" * 8190 + "é\r\n" + "y" * 10, "x" * 8191 + "\r\ny"]:
    file = io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8")
    print(len(file.readline()), file.tell(), repr(file.read()), repr(file.newlines))
