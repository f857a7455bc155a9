# Encoding and decoding, with the handlers for what does not fit.
text = "aé€😀"
for name in ("utf-8", "UTF_16", "utf-16-be", "utf-32-le", "utf-8-sig"):
    raw = text.encode(name)
    print(name, raw, raw.decode(name) == text)
for handler in ("ignore", "replace", "backslashreplace", "xmlcharrefreplace"):
    print(handler, text.encode("ascii", handler), text.encode("latin-1", handler))
for handler in ("ignore", "replace", "backslashreplace", "surrogateescape"):
    print(handler, ascii(b"a\xff\xe2\x82z\xc3".decode("utf-8", handler)), ascii(b"a\xff".decode("ascii", handler)))
print("\udcff\udc80".encode("utf-8", "surrogateescape"), "\ud800".encode("utf-8", "surrogatepass"))
