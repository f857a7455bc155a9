"""Writes the tables beside this file. Run it with the CPython whose answers are to be met (3.13)."""

import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
POINTS = range(sys.maxunicode + 1)


def ignorable(c: str) -> bool:
    """Case_Ignorable, seen through the rule for a sigma at the end of a word."""
    return ("A" + c + "\u03a3").lower()[-1] == "\u03c2" and ("1" + c + "\u03a3").lower()[-1] == "\u03c3"


def flags(c: str) -> int:
    tests = (
        c.isalpha(), c.isdecimal(), c.isdigit(), c.isnumeric(), c.islower(), c.isupper(),
        unicodedata.category(c) == "Lt", c.isprintable(), c.isidentifier(),
        ("a" + c).isidentifier(), c.isspace(), ignorable(c),
        unicodedata.east_asian_width(c) in "WF",
    )
    return sum(test << bit for bit, test in enumerate(tests))


def write_properties() -> None:
    out, last = bytearray(), None
    for point in POINTS:
        now = flags(chr(point))
        if now != last:
            out += point.to_bytes(3, "little") + now.to_bytes(2, "little")
            last = now
    (HERE / "properties.bin").write_bytes(out)


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
            out += point.to_bytes(3, "little") + target.to_bytes(3, "little")
        (HERE / f"{name}.bin").write_bytes(out)
    records = (b"".join(ord(c).to_bytes(3, "little") for c in text) for text in expansions)
    (HERE / "expansions.bin").write_bytes(b"".join(record.ljust(9, b"\0") for record in records))


write_properties()
write_mappings()
