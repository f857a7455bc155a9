"""Writes the files in `tables`. Run it with the CPython whose answers are to be met (3.13)."""

import ctypes
import struct
import sys
import unicodedata
from collections import Counter
from pathlib import Path

TABLES = Path(__file__).parent / "tables"
POINTS = range(sys.maxunicode + 1)
# The order of both lists is that of `database.rs`.
CATEGORIES = "Cn Lu Ll Lt Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Lm Lo Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So".split()
DIRECTIONS = ["", *"L LRE LRO R AL RLE RLO PDF EN ES ET AN CS NSM BN B S WS ON LRI RLI FSI PDI".split()]
WIDTHS = "F H W Na A N".split()
TAGS = ["", *(
    f"<{tag}>" for tag in
    "noBreak compat super fraction font initial medial final isolated wide narrow vertical circle square small sub".split()
)]
# The order is that of `names.rs`.
NUMBERED = [
    "CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH", "KHITAN SMALL SCRIPT CHARACTER",
    "NUSHU CHARACTER",
]
SHORT_WORDS = 200
BLOCK = 32


def three(number: int) -> bytes:
    return number.to_bytes(3, "little")


def write(name: str, content: bytes) -> None:
    (TABLES / f"{name}.bin").write_bytes(content)


def runs(describe) -> bytes:
    """Where what is said of code points changes, and into what."""
    out, last = bytearray(), None
    for point in POINTS:
        now = describe(chr(point))
        if now != last:
            out += three(point) + now
            last = now
    return bytes(out)


def ignorable(c: str) -> bool:
    """Case_Ignorable, seen through the rule for a sigma at the end of a word."""
    return ("A" + c + "\u03a3").lower()[-1] == "\u03c2" and ("1" + c + "\u03a3").lower()[-1] == "\u03c3"


def flags(c: str) -> bytes:
    tests = (
        c.isalpha(), c.isdecimal(), c.isdigit(), c.isnumeric(), c.islower(), c.isupper(),
        unicodedata.category(c) == "Lt", c.isprintable(), c.isidentifier(),
        ("a" + c).isidentifier(), c.isspace(), ignorable(c),
        unicodedata.east_asian_width(c) in "WF",
    )
    return sum(test << bit for bit, test in enumerate(tests)).to_bytes(2, "little")


def write_mappings() -> None:
    """A mapping to several points is 0x110000 plus a place among the expansions."""
    expansions: dict[str, int] = {}
    tables = {
        "lower": (str.lower, lambda c: c),
        "upper": (str.upper, lambda c: c),
        "title": (str.title, str.upper),
        "fold": (str.casefold, str.lower),
    }
    for name, (mapping, default) in tables.items():
        out = bytearray()
        for point in POINTS:
            c = chr(point)
            to = mapping(c)
            if to == default(c):
                continue
            target = ord(to) if len(to) == 1 else 0x110000 + expansions.setdefault(to, len(expansions))
            out += three(point) + three(target)
        write(name, bytes(out))
    records = (b"".join(three(ord(c)) for c in text) for text in expansions)
    write("expansions", b"".join(record.ljust(9, b"\0") for record in records))


def record(database):
    def describe(c: str) -> bytes:
        return bytes((
            CATEGORIES.index(database.category(c)),
            DIRECTIONS.index(database.bidirectional(c)),
            database.combining(c),
            WIDTHS.index(database.east_asian_width(c)) | database.mirrored(c) << 7,
        ))
    return describe


def write_numbers() -> None:
    """Values of numeric characters; decimal and other digits are told apart by their flags."""
    values: dict[float, int] = {}
    out, old_decimals = bytearray(), bytearray()
    old = unicodedata.ucd_3_2_0
    for point in POINTS:
        c = chr(point)
        value = unicodedata.numeric(c, None)
        for digit in (unicodedata.decimal(c, None), unicodedata.digit(c, None)):
            assert digit is None or digit == value
        assert c.isnumeric() == (value is not None)
        known = old.category(c) != "Cn"
        assert old.numeric(c, None) == (value if known else None)
        assert old.digit(c, None) == unicodedata.digit(c, None)
        if old.decimal(c, None) != (unicodedata.decimal(c, None) if known else None):
            old_decimals += three(point) + bytes([old.decimal(c)])
        if value is not None:
            out += three(point) + bytes([values.setdefault(value, len(values))])
    write("numeric", bytes(out))
    write("values", b"".join(struct.pack("<d", value) for value in values))
    write("old_decimals", bytes(old_decimals))


def write_decompositions() -> None:
    entries, pool, places = bytearray(), bytearray(), {}
    compositions, corrections = [], bytearray()
    old = unicodedata.ucd_3_2_0
    for point in POINTS:
        c = chr(point)
        text = unicodedata.decomposition(c)
        known = old.category(c) != "Cn"
        assert old.decomposition(c) == (text if known else "")
        if not text:
            continue
        *tag, first = text.split()[:2] if text[0] == "<" else ("", text.split()[0])
        points = [int(number, 16) for number in text.split() if number[0] != "<"]
        made = bytes([TAGS.index(tag[0]), len(points)]) + b"".join(map(three, points))
        if made not in places:
            places[made] = len(pool)
            pool += made
        entries += three(point) + three(places[made])
        if not tag[0] and len(points) == 2 and unicodedata.normalize("NFC", "".join(map(chr, points))) == c:
            compositions.append((*points, point))
        if known and old.normalize("NFD", c) != unicodedata.normalize("NFD", c):
            corrections += three(point) + three(ord(old.normalize("NFD", c)))
    write("decompositions", bytes(entries))
    write("decomposed", bytes(pool))
    write("compositions", b"".join(b"".join(map(three, entry)) for entry in sorted(compositions)))
    write("old_corrections", bytes(corrections))


def internal_names():
    """Aliases and named sequences with what they stand for: CPython keeps them at private places,
    which only the table that it gives to its own parser shows."""
    get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
    get_pointer.restype, get_pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    pointer = get_pointer(unicodedata._ucnhash_CAPI, b"unicodedata._ucnhash_CAPI")
    prototype = ctypes.CFUNCTYPE(
        ctypes.c_int, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_int, ctypes.c_int
    )
    name_of = prototype(ctypes.c_void_p.from_address(pointer).value)
    buffer = ctypes.create_string_buffer(300)
    for point in range(0xF0000, 0xF1000):
        if name_of(point, buffer, len(buffer), 1):
            name = buffer.value.decode()
            yield name, unicodedata.lookup(name)


def write_names() -> None:
    names, numbered = {}, []
    for point in POINTS:
        name = unicodedata.name(chr(point), None)
        if name is None or name.startswith("HANGUL SYLLABLE "):
            continue
        prefix, _, number = name.rpartition("-")
        if number != f"{point:X}":
            names[point] = name
        elif numbered and numbered[-1][1:] == [point - 1, prefix]:
            numbered[-1][1] = point
        else:
            numbered.append([point, point, prefix])
    write("numbered", b"".join(
        three(first) + three(last) + bytes([NUMBERED.index(prefix)]) for first, last, prefix in numbered
    ))
    words = [word for word, _ in Counter(w for n in names.values() for w in n.split(" ")).most_common()]
    ids = {word: number for number, word in enumerate(words)}
    offsets, text = bytearray(), bytearray()
    for word in words:
        offsets += three(len(text))
        text += word.encode()
    write("word_offsets", bytes(offsets) + three(len(text)))
    write("words", bytes(text))

    def encoded(word: str) -> bytes:
        number = ids[word]
        if number < SHORT_WORDS:
            return bytes([number])
        return (number - SHORT_WORDS + (SHORT_WORDS << 8)).to_bytes(2, "big")

    phrases, blocks, places, last = bytearray(), bytearray(), bytearray(), None
    for index, (point, name) in enumerate(names.items()):
        if index % BLOCK == 0:
            blocks += three(len(phrases))
        if last is None or point != last + 1:
            places += three(point) + index.to_bytes(2, "little")
        last = point
        phrase = b"".join(map(encoded, name.split(" ")))
        phrases += bytes([len(phrase)]) + phrase
    write("name_places", bytes(places) + three(sys.maxunicode + 1) + len(names).to_bytes(2, "little"))
    write("name_blocks", bytes(blocks))
    write("names", bytes(phrases))
    order = sorted(enumerate(names.values()), key=lambda pair: pair[1])
    write("name_order", b"".join(index.to_bytes(2, "little") for index, _ in order))
    lines = (
        f"{name};{' '.join(f'{ord(c):X}' for c in text)}\n" for name, text in sorted(internal_names())
    )
    (TABLES / "aliases.txt").write_text("".join(lines))


write("properties", runs(flags))
write_mappings()
write("records", runs(record(unicodedata)))
write("old_records", runs(record(unicodedata.ucd_3_2_0)))
write_numbers()
write_decompositions()
write_names()
