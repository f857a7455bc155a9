# What the exceptions of encodings know and say.
for call in (
    lambda: b"ab\xff".decode(),
    lambda: b"a\xe2\x82".decode(),
    lambda: b"a\xe2\x82b".decode(),
    lambda: b"\xe9\xe9".decode("ascii"),
    lambda: b"\x00\xd8a\x00".decode("utf-16-le"),
    lambda: b"a\x00b".decode("utf-16-le"),
    lambda: "aéé€".encode("ascii"),
    lambda: "é€".encode("latin-1"),
    lambda: "a\ud800".encode(),
):
    try:
        call()
    except UnicodeError as error:
        print(type(error).__name__, error)
        print(error.encoding, ascii(error.object), error.start, error.end, error.reason, len(error.args))
for call in (lambda: "a".encode("nonsense"), lambda: "é".encode("ascii", "nonsense"), lambda: b"a".decode(5)):
    try:
        call()
    except (LookupError, TypeError) as error:
        print(type(error).__name__, error)
