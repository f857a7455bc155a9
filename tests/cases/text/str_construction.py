# str() of objects and of bytes.
print(str(), str(5), str(None), str(b"a"), str(b"\xc3\xa9", "utf-8"), str(bytearray(b"x"), errors="strict"))
for call in (
    lambda: str("a", "utf-8"),
    lambda: str(1, "utf-8"),
    lambda: str(b"\xff", "ascii"),
    lambda: str(b"a", "nonsense"),
    lambda: str(b"a", 1),
    lambda: str(foo=1),
):
    try:
        call()
    except (TypeError, LookupError, ValueError) as error:
        print(type(error).__name__, error)
