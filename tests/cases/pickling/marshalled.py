# marshal: values there and back in all versions, references, and data that is none.

import io
import marshal

shared = ["shared"]
values = (
    None, True, ..., StopIteration, 0, -1, 2**31 - 1, 2**31, -(2**63), 2**100, -(10**50), 1.5, -0.0,
    1e300, 1 + 2j, "", "abc", "é€\U0001f600", "x" * 300, "\udc80", b"", b"bytes", (), (1, "a"), [1, [2]],
    {"a": 1, 2: [3]}, {1, 2}, frozenset({"a"}), bytearray(b"x"), memoryview(b"y"), (shared, shared),
)
for value in values:
    for version in range(5):
        back = marshal.loads(marshal.dumps(value, version))
        same = back == value and (type(back) is type(value) or type(value) in (bytearray, memoryview))
        if not same:
            print(value, version, back)
back = marshal.loads(marshal.dumps((shared, shared)))
print(back[0] is back[1], marshal.version)
loop = []
loop.append(loop)
back = marshal.loads(marshal.dumps(loop))
print(back[0] is back)

for data in (
    b"i\x05\0\0\0", b"\xe9\x05\0\0\0", b"z\x03abc", b"\xda\x01a", b"[\x02\0\0\0NT", b"{i\1\0\0\0N0",
    b"l\x03\0\0\0\1\0\2\0\3\0", b"f\x031.5", b")\x02\xe9\1\0\0\0r\0\0\0\0", b">\1\0\0\0N", b"I\1\0\0\0\0\0\0\1",
    b"", b"i\x05", b"?", b"(\xff\xff\xff\xff", b"r\0\0\0\0", b"[\1\0\0\0000",
    b"l\1\0\0\0\0\0", b"l\1\0\0\0\xff\xff",
):
    try:
        print(marshal.loads(data))
    except Exception as error:
        print(type(error).__name__, error)

for value in object(), int, type("T", (), {})(), [object()]:
    try:
        marshal.dumps(value)
    except ValueError as error:
        print(error)
deep = ()
for _ in range(3000):
    deep = (deep,)
try:
    marshal.dumps(deep)
except ValueError as error:
    print(error)

file = io.BytesIO()
marshal.dump([1, "a"], file)
marshal.dump({"b": 2.5}, file)
file.seek(0)
print(marshal.load(file), marshal.load(file))
try:
    marshal.load(file)
except EOFError as error:
    print(error)
