# UTF-7: ASCII stands for itself, all else is UTF-16 in base 64 between `+` and what ends it.

import codecs

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_VALUES = {ord(digit): value for value, digit in enumerate(_DIGITS)}
_DIRECT = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'(),-./:?"
    " \t\n\r!\"#$%&*;<=>@[]^_`{|}"
)


def _shifted(text):
    data = text.encode("utf-16-be", "surrogatepass")
    bits = int.from_bytes(data) << (-len(data) * 8) % 6
    count = -(-len(data) * 8 // 6)
    return "".join(_DIGITS[bits >> 6 * at & 63] for at in reversed(range(count)))


def encode(input, errors="strict"):
    out, run = [], []
    for character in input:
        if character not in _DIRECT and (run or character != "+"):
            run.append(character)
            continue
        if run:
            out.append("+" + _shifted("".join(run)))
            run.clear()
            if character in _DIGITS or character == "-":
                out.append("-")
        out.append("+-" if character == "+" else character)
    if run:
        out.append("+" + _shifted("".join(run)) + "-")
    return "".join(out).encode("ascii"), len(input)


def _decode(data, errors, final):
    """The text, and how many bytes it took: without `final` an open shift is left."""
    out, at, size = [], 0, len(data)
    shift = None  # where a shift began
    number = bits = high = kept = 0

    def wrong(start, end, reason):
        error = UnicodeDecodeError("utf7", data, start, end, reason)
        text, position = codecs.lookup_error(errors)(error)
        if position < 0:
            position += size
        if not 0 <= position <= size:
            raise IndexError(f"position {position} from error handler out of bounds")
        out.append(text)
        return position

    while at < size:
        byte = data[at]
        if shift is not None:
            if byte in _VALUES:
                at += 1
                number, bits = number << 6 | _VALUES[byte], bits + 6
                if bits >= 16:
                    bits -= 16
                    unit = number >> bits
                    number &= (1 << bits) - 1
                    if high:
                        if 0xDC00 <= unit < 0xE000:
                            out.append(chr(0x10000 + (high - 0xD800 << 10) + (unit - 0xDC00)))
                            high = 0
                            continue
                        out.append(chr(high))
                        high = 0
                    if 0xD800 <= unit < 0xDC00:
                        high = unit
                    else:
                        out.append(chr(unit))
                continue
            start, shift = shift, None
            if bits >= 6:
                at = wrong(start, at + 1, "partial character in shift sequence")
                continue
            if number:
                at = wrong(start, at + 1, "non-zero padding bits in shift sequence")
                continue
            if high and byte < 128 and byte != 0x2B:
                out.append(chr(high))
            high = 0
            if byte == 0x2D:
                at += 1
        elif byte == 0x2B:
            start = at
            at += 1
            if at < size and data[at] == 0x2D:
                at += 1
                out.append("+")
            elif at < size and data[at] not in _VALUES:
                at = wrong(start, at + 1, "ill-formed sequence")
            else:
                shift, kept = start, len(out)
                number = bits = high = 0
        elif byte < 128:
            out.append(chr(byte))
            at += 1
        else:
            at = wrong(at, at + 1, "unexpected special character")
    if shift is not None:
        if not final:
            del out[kept:]
            return "".join(out), shift
        if high or bits >= 6 or number:
            at = wrong(shift, size, "unterminated shift sequence")
            if at < size:
                rest, _ = _decode(data[at:], errors, final)
                out.append(rest)
    return "".join(out), size


def decode(input, errors="strict"):
    return _decode(bytes(input), errors or "strict", True)


class Codec(codecs.Codec):
    def encode(self, input, errors="strict"):
        return encode(input, errors)

    def decode(self, input, errors="strict"):
        return decode(input, errors)


class IncrementalEncoder(codecs.IncrementalEncoder):
    def encode(self, input, final=False):
        return encode(input, self.errors)[0]


class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
    def _buffer_decode(self, input, errors, final):
        return _decode(bytes(input), errors, final)


class StreamWriter(Codec, codecs.StreamWriter):
    pass


class StreamReader(codecs.StreamReader):
    _encoding = "utf-7"

    def decode(self, input, errors="strict"):
        return _decode(bytes(input), errors, False)


def getregentry():
    return codecs.CodecInfo(
        encode, decode, StreamReader, StreamWriter, IncrementalEncoder, IncrementalDecoder, "utf-7"
    )
