"""Writes `charmaps.txt` and `charmaps.bin` beside this file: the encodings of one byte per character.
Run it with the CPython whose answers are to be met (3.13)."""

import codecs
import pkgutil
import encodings
from encodings.aliases import aliases
from pathlib import Path

HERE = Path(__file__).parent
UNDEFINED = 0xFFFE
# Built in otherwise, or no encodings of text.
OTHERS = {
    "ascii", "latin_1", "iso8859_1", "raw_unicode_escape", "unicode_escape", "charmap", "undefined",
    "mbcs", "oem",
}


def table(name: str) -> list[int] | None:
    """What each byte stands for, if every byte by itself stands for one character or none."""
    points = []
    for byte in range(256):
        try:
            text = bytes([byte]).decode(name)
        except UnicodeDecodeError as error:
            if error.reason != "character maps to <undefined>":
                return None
            points.append(UNDEFINED)
            continue
        if len(text) != 1 or ord(text) >= UNDEFINED:
            return None
        points.append(ord(text))
    return points


lines, tables = [], bytearray()
for module in sorted(module.name for module in pkgutil.iter_modules(encodings.__path__)):
    if module in OTHERS:
        continue
    try:
        info = codecs.lookup(module)
    except LookupError:
        continue
    if not info._is_text_encoding or (points := table(module)) is None:
        continue
    if len(set(points)) < 64 or bytes(range(128)).decode(module, "ignore") == "":
        continue
    for point in set(points) - {UNDEFINED}:
        # The last byte that stands for a character is what it is encoded as.
        places = [byte for byte in range(256) if points[byte] == point]
        assert chr(point).encode(module) == bytes([places[-1]]), (module, point, places)
    known = sorted(alias.lower() for alias, name in aliases.items() if name == module and alias != module)
    lines.append(" ".join([info.name, module, *known]) + "\n")
    tables += b"".join(point.to_bytes(2, "little") for point in points)
(HERE / "charmaps.txt").write_text("".join(lines))
(HERE / "charmaps.bin").write_bytes(tables)
