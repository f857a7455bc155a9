# Methods that bytes and bytearray share; results are of the type of self.
for raw in (b"Hello, World", bytearray(b"Hello, World")):
    print(raw.find(b"o"), raw.rfind(111), raw.count(b"l"), raw.index(b"W"), raw.startswith((b"x", b"He")), b"lo" in raw, 44 in raw)
    print(raw.upper(), raw.swapcase(), raw.title(), raw.replace(b"l", b""), raw.split(b", "), raw.partition(b", "))
    print(raw[0], raw[-3:], raw[::3], raw + b"!", raw * 2 == raw + raw, raw.center(16, b"*"), raw.zfill(14))
    print(raw.hex(), raw.hex(":", 4), raw.translate(None, b"lo"), raw.strip(b"Hd"), raw.removeprefix(b"Hell"))
print(b" a  b ".split(), b" a  b ".rsplit(None, 1), b"a\nb\r\nc".splitlines(True), b"-".join([b"a", bytearray(b"b")]))
print(b"a\tb".expandtabs(4), b"Ab1".isalnum(), b"A B".istitle(), bytes.maketrans(b"a", b"b")[97], b"a" < bytearray(b"b"), b"a" == "a")
for call in (lambda: b"a".find("a"), lambda: b"a" + "b", lambda: "a" in b"a", lambda: 256 in b"a", lambda: b"".join(["x"]), lambda: b"a"[9], lambda: b"a".index(b"x"), lambda: b"a"["x"]):
    try:
        call()
    except (TypeError, ValueError, IndexError) as error:
        print(type(error).__name__, error)
