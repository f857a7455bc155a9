# Encodings of a byte per character, transforms, codecs of the program's own, and what is refused.

import codecs
import warnings

warnings.simplefilter("ignore")


def tried(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(type(error).__name__, ascii(str(error)), getattr(error, "__notes__", ""))


for name in (
    "windows-1252", "IBM037", "koi8_r", "latin2", "macintosh", "UTF 7", "idna", "punycode", "hex",
    "rot13", "quopri", "unicode_escape", "tis-620", "nope", "",
):
    tried(lambda: (codecs.lookup(name).name, codecs.lookup(name)._is_text_encoding))

text = "aé€\t\U0001f600\\"
for name in "cp1252", "cp037", "koi8-r", "mac_roman", "unicode_escape", "utf-7", "punycode":
    for errors in "strict", "replace", "namereplace", "xmlcharrefreplace":
        if name not in ("utf-7", "punycode") or errors == "strict":
            tried(lambda: text.encode(name, errors))
for data in b"\x81\x98", b"a+AOk-+-+2AA-", b"\\x4\\N{SNOWMAN}\\101", b"bcher-kva", b"xn--bcher-kva.de":
    for name in "cp1252", "utf-7", "unicode_escape", "punycode", "idna":
        tried(lambda: data.decode(name))
tried(lambda: "bücher.ß.de".encode("idna"))
tried(lambda: "a..b".encode("idna"))

tried(lambda: codecs.encode(b"abc", "hex"))
tried(lambda: codecs.decode(codecs.encode(b"abc" * 30, "base64"), "base64"))
tried(lambda: codecs.encode("abc", "rot13"))
tried(lambda: codecs.decode(codecs.encode(b"abc" * 30, "uu"), "uu"))
tried(lambda: "a".encode("rot13"))
tried(lambda: b"a".decode("hex"))
tried(lambda: codecs.decode(b"zz", "hex"))


def search(name):
    asked.append(name)
    if name == "mine":
        return codecs.CodecInfo(
            lambda text, errors="strict": (b"<" + text.encode() + b">", len(text)),
            lambda data, errors="strict": (bytes(data).decode() + "!", len(data)), name="mine",
        )
    if name == "turned":
        return codecs.CodecInfo(
            lambda text, errors="strict": (text, 1), lambda data, errors="strict": (bytes(data), 1)
        )
    if name == "failing":
        return codecs.CodecInfo(lambda text, errors="strict": 1 / 0, lambda data: data)


asked = []
codecs.register(search)
for call in (
    lambda: "a".encode("mine"), lambda: str(b"a", "mine"), lambda: bytes("a", "My--mine x.Y"),
    lambda: "a".encode("turned"), lambda: b"a".decode("turned"), lambda: "a".encode("failing"),
    lambda: b"a".decode("failing"),
):
    tried(call)
print(asked)
codecs.unregister(search)
tried(lambda: "a".encode("mine"))

for name in "utf-7", "cp1252", "unicode_escape", "idna":
    decoder = codecs.getincrementaldecoder(name)()
    data = "a\xe9.b\xe8+c".encode(name)
    print(name, [ascii(decoder.decode(data[at : at + 1])) for at in range(len(data))], decoder.decode(b"", True))
