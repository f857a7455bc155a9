import codecs
import io


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__name__, error)


for name in ["utf8", "latin1", "ASCII", "utf-16", "utf_16_le", "utf-8-sig", "utf-32", "iso-8859-1", "us-ascii", "u8"]:
    print(codecs.lookup(name).name, end=" ")
print(len(codecs.lookup("utf-8")))
show(codecs.lookup, "zork")
show(codecs.lookup, 5)
show(codecs.encode, "é")
show(codecs.decode, b"\xc3\xa9")
show(codecs.encode, "é", "ascii", "replace")
show(codecs.encode, "é", "ascii")
show(codecs.getencoder("utf-8"), "é")
show(codecs.getdecoder("utf-8"), b"a\xc3")
decoder = codecs.getincrementaldecoder("utf-8")("replace")
print([decoder.decode(bytes([byte])) for byte in "aé€".encode()], decoder.getstate())
print(repr(decoder.decode(b"\xe2")), decoder.getstate(), decoder.decode(b"", True))
decoder.setstate((b"\xc3", 0))
print(decoder.decode(b"\xa9"))
decoder.reset()
encoder = codecs.getincrementalencoder("utf-16")()
print(encoder.encode("a"), encoder.encode("b"))
encoder.reset()
print(encoder.encode("a"))
print(list(codecs.iterdecode([b"a\xc3", b"\xa9"], "utf-8")), list(codecs.iterencode(["a", "é"], "utf-8")))
print(codecs.BOM_UTF8, codecs.BOM, codecs.BOM_UTF16, codecs.BOM_UTF32_BE, codecs.BOM64_LE)
show(codecs.lookup_error, "zork")
codecs.register_error("mine", lambda error: ("<?>", error.end))
show("aéb".encode, "ascii", "mine")
show(b"a\xffb".decode, "ascii", "mine")
show(codecs.register_error, "other", 5)
error = UnicodeEncodeError("ascii", "aé€b", 1, 3, "why")
for name in ["strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace"]:
    show(codecs.lookup_error(name), error)
    show(codecs.lookup_error(name), UnicodeDecodeError("utf-8", b"a\xff\xfe", 1, 3, "why"))
    show(codecs.lookup_error(name), ValueError("x"))
    show(codecs.lookup_error(name), 5)
reader = codecs.getreader("utf-8")(io.BytesIO("äb\ncd\nef".encode()))
print(reader.readline(), reader.read(2), reader.readlines())
raw = io.BytesIO()
with codecs.getwriter("utf-16-le")(raw) as writer:
    writer.write("é")
    writer.writelines(["a", "b"])
    print(raw.getvalue())
codecs.register(lambda name: codecs.CodecInfo(lambda text, errors: (text[::-1].encode(), len(text)), lambda data, errors: (bytes(data).decode()[::-1], len(data)), name=name) if name == "back_wards" else None)
show(codecs.encode, "abc", "back-wards")
show(codecs.decode, b"abc", "Back Wards")
print(sorted(codecs.__all__))
