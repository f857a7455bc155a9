# What bytes and bytearray can be made of.
class Raw:
    def __bytes__(self):
        return b"raw"


print(bytes(), bytes(3), bytes([1, 255]), bytes(range(3)), bytes("é", "utf-8"), bytes(Raw()), bytes(bytearray(b"x")))
print(bytearray(2), bytearray("é", "latin-1"), bytearray(b"it's"), bytes.fromhex(" ab CD"), bytearray.fromhex("00ff"))
print(b"it's", b'"', b"'\"", b"\x00\t\n\\\x7f\xff", bytes(source=b"k"))
for call in (
    lambda: bytes("a"),
    lambda: bytes(-1),
    lambda: bytes([256]),
    lambda: bytearray([256]),
    lambda: bytes(["a"]),
    lambda: bytes(1.5),
    lambda: bytes(1, "ascii"),
    lambda: bytes(2**70),
    lambda: bytes.fromhex("a g"),
):
    try:
        call()
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)
