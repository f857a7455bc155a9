# Punycode (RFC 3492): first the ASCII characters, then where the others go, as numbers in letters.

import codecs

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_BASE, _LEAST, _MOST, _SKEW, _DAMP, _FIRST_BIAS, _FIRST = 36, 1, 26, 38, 700, 72, 128


def _bias(delta, count, first):
    delta = delta // _DAMP if first else delta // 2
    delta += delta // count
    steps = 0
    while delta > (_BASE - _LEAST) * _MOST // 2:
        delta //= _BASE - _LEAST
        steps += _BASE
    return steps + (_BASE - _LEAST + 1) * delta // (delta + _SKEW)


def _threshold(place, bias):
    return min(max(place - bias, _LEAST), _MOST)


def punycode_encode(text):
    plain = [character for character in text if ord(character) < _FIRST]
    out = plain.copy()
    if plain:
        out.append("-")
    done, delta, bias, last = len(plain), 0, _FIRST_BIAS, _FIRST
    for point in sorted({ord(character) for character in text if ord(character) >= _FIRST}):
        delta += (point - last) * (done + 1)
        last = point
        for character in text:
            if ord(character) < point:
                delta += 1
            elif ord(character) == point:
                rest, place = delta, _BASE
                while rest >= (threshold := _threshold(place, bias)):
                    rest -= threshold
                    out.append(_LETTERS[threshold + rest % (_BASE - threshold)])
                    rest //= _BASE - threshold
                    place += _BASE
                out.append(_LETTERS[rest])
                bias = _bias(delta, done + 1, done == len(plain))
                delta = 0
                done += 1
        delta += 1
        last += 1
    return "".join(out).encode("ascii")


def punycode_decode(text, errors):
    """The text of the bytes; what is wrong is skipped or replaced unless errors are strict."""
    data = text.encode("ascii") if isinstance(text, str) else bytes(text)
    head, dash, tail = data.rpartition(b"-")
    offset = len(head) + len(dash)
    out = []
    for at, byte in enumerate(head):
        if byte < 128:
            out.append(chr(byte))
        elif errors == "strict":
            raise UnicodeDecodeError("ascii", data, at, at + 1, "ordinal not in range(128)")
        elif errors == "replace":
            out.append("\ufffd")
    point, position, bias, at, first = _FIRST, -1, _FIRST_BIAS, 0, True
    tail = tail.upper()
    while at < len(tail):
        delta, weight, place = 0, 1, _BASE
        while True:
            if at >= len(tail):
                if errors == "strict":
                    size = len(data)
                    raise UnicodeDecodeError("punycode", data, size, size + 1, "incomplete punycode string")
                return "".join(out)
            letter = chr(tail[at])
            at += 1
            digit = _LETTERS.find(letter.lower()) if letter.isascii() else -1
            if digit < 0:
                if errors == "strict":
                    where = offset + at - 1
                    raise UnicodeDecodeError(
                        "punycode", data, where, where + 1, f"Invalid extended code point '{ord(letter)}'"
                    )
                return "".join(out)
            delta += digit * weight
            threshold = _threshold(place, bias)
            if digit < threshold:
                break
            weight *= _BASE - threshold
            place += _BASE
        position += delta + 1
        point += position // (len(out) + 1)
        position %= len(out) + 1
        if point > 0x10FFFF:
            if errors == "strict":
                raise UnicodeDecodeError(
                    "punycode", data, offset + at - 1, offset + at,
                    f"Invalid character U+{point:x}",
                )
            point = ord("?")
        out.insert(position, chr(point))
        bias = _bias(delta, len(out), first)
        first = False
    return "".join(out)


class Codec(codecs.Codec):
    def encode(self, input, errors="strict"):
        return punycode_encode(input), len(input)

    def decode(self, input, errors="strict"):
        if errors not in ("strict", "replace", "ignore"):
            raise UnicodeError(f"Unsupported error handling: {errors}")
        return punycode_decode(input, errors), len(input)


class IncrementalEncoder(codecs.IncrementalEncoder):
    def encode(self, input, final=False):
        return punycode_encode(input)


class IncrementalDecoder(codecs.IncrementalDecoder):
    def decode(self, input, final=False):
        return Codec().decode(input, self.errors)[0]


class StreamWriter(Codec, codecs.StreamWriter):
    pass


class StreamReader(Codec, codecs.StreamReader):
    _encoding = "punycode"


def getregentry():
    codec = Codec()
    return codecs.CodecInfo(
        codec.encode, codec.decode, StreamReader, StreamWriter, IncrementalEncoder,
        IncrementalDecoder, "punycode",
    )
