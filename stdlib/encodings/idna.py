# Names of hosts beyond ASCII (RFC 3490): each label is folded and written as Punycode.

import codecs
import re
from unicodedata import ucd_3_2_0 as _old

dots = re.compile("[.\u3002\uff0e\uff61]")
ace_prefix = b"xn--"
sace_prefix = "xn--"

# Characters that count as nothing.
_IGNORED = {0xAD, 0x34F, 0x1806, 0x180B, 0x180C, 0x180D, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF,
            *range(0xFE00, 0xFE10)}
_FORBIDDEN = {
    *range(0x340, 0x342), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x206A, 0x2070),
    *range(0xFFF9, 0xFFFE), *range(0x2FF0, 0x2FFC), 0xE0001, *range(0xE0020, 0xE0080), 0x6DD, 0x70F,
    0x180E, 0x2028, 0x2029, *range(0x2061, 0x2064), *range(0x1D173, 0x1D17B),
}


def _is_forbidden(character):
    category = _old.category(character)
    if category == "Zs":
        return character != " "
    if category in ("Cc", "Co", "Cs"):
        return not character.isascii()
    point = ord(character)
    return point in _FORBIDDEN or point & 0xFFFE == 0xFFFE or 0xFDD0 <= point < 0xFDF0


def nameprep(label):
    """The label as all its spellings are compared."""
    text = "".join(character for character in label if ord(character) not in _IGNORED)
    text = _old.normalize("NFKC", "".join(
        character.casefold() if _old.category(character) != "Cn" else character for character in text
    ))
    # Positions are those in the folded label.
    for at, character in enumerate(text):
        if _is_forbidden(character):
            raise UnicodeEncodeError("idna", label, at, at + 1, f"Invalid character {character!r}")
    right = [_old.bidirectional(character) in ("R", "AL") for character in text]
    if any(right):
        for at, character in enumerate(text):
            if _old.bidirectional(character) == "L":
                raise UnicodeEncodeError("idna", label, at, at + 1, "Violation of BIDI requirement 2")
        if not right[0]:
            raise UnicodeEncodeError("idna", label, 0, 1, "Violation of BIDI requirement 3")
        if not right[-1]:
            last = len(text) - 1
            raise UnicodeEncodeError("idna", label, last, last + 1, "Violation of BIDI requirement 3")
    return text


def _sized(data, label, length):
    if not data:
        raise UnicodeEncodeError("idna", label, 0, 1, "label empty")
    if len(data) >= 64:
        raise UnicodeEncodeError("idna", label, 0, length, "label too long")
    return data


def ToASCII(label):
    """The label in ASCII bytes."""
    if label.isascii():
        return _sized(label.encode("ascii"), label, len(label))
    text = nameprep(label)
    if text.isascii():
        return _sized(text.encode("ascii"), label, len(text))
    if text.lower().startswith(sace_prefix):
        raise UnicodeEncodeError("idna", label, 0, len(sace_prefix), "Label starts with ACE prefix")
    return _sized(ace_prefix + text.encode("punycode"), label, len(text))


def ToUnicode(label):
    """The label that ASCII stands for, or itself."""
    if len(label) > 1024:
        kind = UnicodeDecodeError if isinstance(label, bytes) else UnicodeEncodeError
        raise kind("idna", label, 0, len(label), "label way too long")
    if isinstance(label, bytes):
        plain = label
    elif label.isascii():
        plain = label.encode("ascii")
    else:
        plain = nameprep(label).encode("ascii")
    if not plain.lower().startswith(ace_prefix):
        return str(plain, "ascii")
    try:
        text = plain[len(ace_prefix):].decode("punycode")
    except UnicodeDecodeError as error:
        skipped = len(ace_prefix)
        raise UnicodeDecodeError(
            "idna", plain, error.start + skipped, error.end + skipped, error.reason
        ) from None
    if str(plain, "ascii").lower() != str(ToASCII(text), "ascii"):
        reason = f"IDNA does not round-trip, '{label!r}' != '{ToASCII(text)!r}'"
        raise UnicodeDecodeError("idna", plain, 0, len(plain), reason)
    return text


def encode(input, errors="strict"):
    if errors != "strict":
        raise UnicodeError(f"Unsupported error handling: {errors}")
    if not input:
        return b"", 0
    if input.isascii():
        labels = input.encode("ascii").split(b".")
        start = 0
        for at, label in enumerate(labels):
            last = at == len(labels) - 1
            if not label and not last:
                raise UnicodeEncodeError("idna", input, start, start + 1, "label empty")
            if len(label) >= 64:
                raise UnicodeEncodeError("idna", input, start, start + len(label), "label too long")
            start += len(label) + 1
        return input.encode("ascii"), len(input)
    labels = dots.split(input)
    trailing = b""
    if labels and not labels[-1]:
        trailing = b"."
        del labels[-1]
    out, start = [], 0
    for label in labels:
        try:
            out.append(ToASCII(label))
        except UnicodeEncodeError as error:
            raise UnicodeEncodeError(
                "idna", input, start + error.start, start + error.end, error.reason
            ) from None
        start += len(label) + 1
    return b".".join(out) + trailing, len(input)


def decode(input, errors="strict"):
    if errors != "strict":
        raise UnicodeError(f"Unsupported error handling: {errors}")
    data = bytes(input)
    if not data:
        return "", 0
    if ace_prefix not in data.lower():
        try:
            return data.decode("ascii"), len(data)
        except UnicodeDecodeError:
            pass
    labels = data.split(b".")
    trailing = ""
    if labels and not labels[-1]:
        trailing = "."
        del labels[-1]
    out, start = [], 0
    for label in labels:
        try:
            out.append(ToUnicode(label))
        except UnicodeError as error:
            if not isinstance(error, (UnicodeEncodeError, UnicodeDecodeError)):
                raise
            raise UnicodeDecodeError(
                "idna", data, start + error.start, start + error.end, error.reason
            ) from None
        start += len(label) + 1
    return ".".join(out) + trailing, len(data)


class Codec(codecs.Codec):
    def encode(self, input, errors="strict"):
        return encode(input, errors)

    def decode(self, input, errors="strict"):
        return decode(input, errors)


class IncrementalEncoder(codecs.BufferedIncrementalEncoder):
    def _buffer_encode(self, input, errors, final):
        # The last label may go on.
        whole = input if final else input[: max((m.end() for m in dots.finditer(input)), default=0)]
        return encode(whole, errors)[0], len(whole)


class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
    def _buffer_decode(self, input, errors, final):
        data = bytes(input)
        whole = data if final else data[: data.rfind(b".") + 1]
        return decode(whole, errors)[0], len(whole)


class StreamWriter(Codec, codecs.StreamWriter):
    pass


class StreamReader(Codec, codecs.StreamReader):
    _encoding = "idna"


def getregentry():
    return codecs.CodecInfo(
        encode, decode, StreamReader, StreamWriter, IncrementalEncoder, IncrementalDecoder, "idna"
    )
