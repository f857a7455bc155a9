# Codecs that are no encodings of text: from bytes to bytes, and one from text to text.

import binascii
import codecs


def _strict(errors):
    assert errors == "strict"


def _base64_encode(input):
    input = bytes(input)
    return b"".join(
        binascii.b2a_base64(input[at : at + 57]) for at in range(0, len(input), 57)
    )


def _uu_encode(input):
    input = bytes(input)
    lines = [binascii.b2a_uu(input[at : at + 45]) for at in range(0, len(input), 45)]
    return b"begin 666 <data>\n" + b"".join(lines) + b" \nend\n"


def _uu_decode(input):
    lines = iter(bytes(input).splitlines(keepends=True))
    if not any(line.startswith(b"begin") for line in lines):
        raise ValueError('Missing "begin" line in input data')
    out = []
    for line in lines:
        if line.rstrip(b"\r\n") == b"end":
            return b"".join(out)
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some programs write more than a line's length says.
            count = ((line[0] - 32 & 63) * 4 + 5) // 3
            out.append(binascii.a2b_uu(line[:count]))
    raise ValueError("Truncated input data")


_TURNED = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "NOPQRSTUVWXYZABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm",
)

_WAYS = {
    "hex_codec": ("hex", binascii.b2a_hex, binascii.a2b_hex),
    "base64_codec": ("base64", _base64_encode, binascii.a2b_base64),
    "quopri_codec": (
        "quopri", lambda data: binascii.b2a_qp(data, quotetabs=True), binascii.a2b_qp,
    ),
    "uu_codec": ("uu", _uu_encode, _uu_decode),
    "rot_13": ("rot-13", lambda text: text.translate(_TURNED), lambda text: text.translate(_TURNED)),
}


def getregentry(name):
    shown, there, back = _WAYS[name]
    is_text = name == "rot_13"

    def encode(input, errors="strict"):
        _strict(errors)
        return there(input), len(input)

    def decode(input, errors="strict"):
        _strict(errors)
        return back(input), len(input)

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            return encode(input, self.errors)[0]

    class IncrementalDecoder(codecs.IncrementalDecoder):
        def decode(self, input, final=False):
            return decode(input, self.errors)[0]

    class StreamWriter(codecs.StreamWriter):
        charbuffertype = str if is_text else bytes

        def encode(self, input, errors="strict"):
            return encode(input, errors)

    class StreamReader(codecs.StreamReader):
        charbuffertype = str if is_text else bytes
        _encoding = name

        def decode(self, input, errors="strict"):
            return decode(input, errors)

    return codecs.CodecInfo(
        encode, decode, StreamReader, StreamWriter, IncrementalEncoder, IncrementalDecoder, shown,
        _is_text_encoding=False,
    )
