import json


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__name__, error)


for text in [
    "", "  ", "{", "[", "[1", "[1,", "[1,]", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', "{a", "{1:2}",
    "[1 2]", '{"a" 1}', '{"a":1 "b"}', '"abc', '"a\\', '"\\u12', '"\\x"', '"\t"', "nul", "NaN", "-Infinity",
    "Infinity", "-", "1.", "1e", "01", "1.5e3", "-0", "-0.0", "1E400", "[]x", "1 2", '"\\ud83d\\ude00"',
    '"\\ud83d"', '"\\ud83dx"', '"\\ud83d\\u0041"', "tru", "truex", "\ufeff1", " \n[1,\n 2,x]",
    "123456789012345678901234567890", "[,]", "{,}", '"\\u00zz"', '{"a":}', "[1,,2]", ".5", "+1",
    '{"a": [1, {"b": null}], "c": true, "é€": "😀é"}', '"\\"\\\\\\/\\b\\f\\n\\r\\t"', "[é]", '{"é": x}', "9" * 5000,
]:
    print(repr(text[:40]), end=" ")
    show(json.loads, text)
for data in [5, b"\xef\xbb\xbf[1]", "[1]".encode("utf-16"), "[1]".encode("utf-16-le"), "[1]".encode("utf-32-be"), b"\xff", bytearray(b'{"a":1}'), None]:
    show(json.loads, data)
try:
    json.loads("[1,\n x]")
except json.JSONDecodeError as error:
    print(error.msg, repr(error.doc), error.pos, error.lineno, error.colno, error.args, error.__reduce__(), type(error).__mro__)
