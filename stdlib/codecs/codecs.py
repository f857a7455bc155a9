import builtins

from _codecs import Decoder as _Decoder
from _codecs import canonical as _canonical
from _codecs import decode_bytes as _decode_bytes
from _codecs import encode_text as _encode_text
from _codecs import escape_decode, escape_encode
from _codecs import register_error, registered_error as _registered_error

__all__ = [
    "register", "lookup", "open", "EncodedFile", "BOM", "BOM_BE", "BOM_LE", "BOM32_BE", "BOM32_LE",
    "BOM64_BE", "BOM64_LE", "BOM_UTF8", "BOM_UTF16", "BOM_UTF16_LE", "BOM_UTF16_BE", "BOM_UTF32",
    "BOM_UTF32_LE", "BOM_UTF32_BE", "CodecInfo", "Codec", "IncrementalEncoder",
    "IncrementalDecoder", "StreamReader", "StreamWriter", "StreamReaderWriter", "StreamRecoder",
    "getencoder", "getdecoder", "getincrementalencoder", "getincrementaldecoder", "getreader",
    "getwriter", "encode", "decode", "iterencode", "iterdecode", "strict_errors", "ignore_errors",
    "replace_errors", "xmlcharrefreplace_errors", "backslashreplace_errors",
    "namereplace_errors", "register_error", "lookup_error",
]

BOM_UTF8 = b"\xef\xbb\xbf"
BOM_LE = BOM_UTF16_LE = BOM32_LE = BOM = BOM_UTF16 = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = BOM32_BE = b"\xfe\xff"
BOM_UTF32_LE = BOM64_LE = BOM_UTF32 = b"\xff\xfe\0\0"
BOM_UTF32_BE = BOM64_BE = b"\0\0\xfe\xff"


class CodecInfo(tuple):
    """What `lookup` finds: four functions as a tuple, and classes for text in pieces."""

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None,
                incrementaldecoder=None, name=None, *, _is_text_encoding=None):
        four = (encode, decode, streamreader, streamwriter)
        made = tuple.__new__(cls, four)
        made.name = name
        made.encode, made.decode, made.streamreader, made.streamwriter = four
        made.incrementalencoder, made.incrementaldecoder = incrementalencoder, incrementaldecoder
        # Which only the few codecs from bytes to bytes or text to text deny.
        made._is_text_encoding = _is_text_encoding is None or _is_text_encoding
        return made

    def __getnewargs_ex__(self):
        return tuple(self), {}

    def __repr__(self):
        cls = self.__class__
        place = f"{cls.__module__}.{cls.__qualname__}"
        return f"<{place} object for encoding {self.name} at {id(self):#x}>"


class Codec:
    """An encoding without a state."""

    def encode(self, input, errors="strict"):
        raise NotImplementedError

    def decode(self, input, errors="strict"):
        raise NotImplementedError


class IncrementalEncoder:
    """Encodes text that comes in pieces."""

    def __init__(self, errors="strict"):
        self.errors = errors
        self.buffer = ""

    def encode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        pass

    def getstate(self):
        return 0

    def setstate(self, state):
        pass


class IncrementalDecoder:
    """Decodes bytes that come in pieces."""

    def __init__(self, errors="strict"):
        self.errors = errors

    def decode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        pass

    def getstate(self):
        return b"", 0

    def setstate(self, state):
        pass


class BufferedIncrementalEncoder(IncrementalEncoder):
    """Keeps what cannot be encoded yet for the next piece."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.buffer = ""

    def _buffer_encode(self, input, errors, final):
        raise NotImplementedError

    def encode(self, input, final=False):
        data = self.buffer + input
        result, consumed = self._buffer_encode(data, self.errors, final)
        self.buffer = data[consumed:]
        return result

    def reset(self):
        super().reset()
        self.buffer = ""

    def getstate(self):
        return self.buffer or 0

    def setstate(self, state):
        self.buffer = state or ""


class BufferedIncrementalDecoder(IncrementalDecoder):
    """Keeps what cannot be decoded yet for the next piece."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.buffer = b""

    def _buffer_decode(self, input, errors, final):
        raise NotImplementedError

    def decode(self, input, final=False):
        data = self.buffer + input
        result, consumed = self._buffer_decode(data, self.errors, final)
        self.buffer = data[consumed:]
        return result

    def reset(self):
        super().reset()
        self.buffer = b""

    def getstate(self):
        return self.buffer, 0

    def setstate(self, state):
        self.buffer = state[0]


class StreamWriter(Codec):
    """Writes text to a stream of bytes."""

    def __init__(self, stream, errors="strict"):
        self.stream = stream
        self.errors = errors

    def write(self, object):
        data, _ = self.encode(object, self.errors)
        self.stream.write(data)

    def writelines(self, list):
        self.write("".join(list))

    def reset(self):
        pass

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        if whence == 0 and offset == 0:
            self.reset()

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


class StreamReader(Codec):
    """Reads text from a stream of bytes."""

    _encoding = None

    def __init__(self, stream, errors="strict"):
        self.stream = stream
        self.errors = errors
        self._text = ""
        self.reset()

    def reset(self):
        self._text = ""
        self._decoder = getincrementaldecoder(self._encoding)(self.errors)

    def _more(self, size=72):
        data = self.stream.read(size) if size is not None else self.stream.read()
        self._text += self._decoder.decode(data)
        return bool(data)

    def read(self, size=-1, chars=-1, firstline=False):
        wanted = chars if chars >= 0 else size
        if wanted < 0:
            self._more(None)
            wanted = len(self._text)
        else:
            while len(self._text) < wanted and self._more(max(wanted, 72)):
                pass
        text, self._text = self._text[:wanted], self._text[wanted:]
        return text

    def readline(self, size=None, keepends=True):
        while True:
            lines = self._text.splitlines(keepends=True)
            if len(lines) > 1 or lines and lines[0].endswith("\n") or not self._more():
                break
        if not lines:
            return ""
        line = lines[0]
        self._text = self._text[len(line):]
        return line if keepends else line.splitlines()[0]

    def readlines(self, sizehint=None, keepends=True):
        return self.read().splitlines(keepends)

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reset()

    def __next__(self):
        if line := self.readline():
            return line
        raise StopIteration

    def __iter__(self):
        return self

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


class StreamReaderWriter:
    """Reads and writes text over one stream of bytes."""

    encoding = "unknown"

    def __init__(self, stream, Reader, Writer, errors="strict"):
        self.stream = stream
        self.reader = Reader(stream, errors)
        self.writer = Writer(stream, errors)
        self.errors = errors

    def read(self, size=-1):
        return self.reader.read(size)

    def readline(self, size=None, keepends=True):
        return self.reader.readline(size, keepends)

    def readlines(self, sizehint=None):
        return self.reader.readlines(sizehint)

    def write(self, data):
        return self.writer.write(data)

    def writelines(self, list):
        return self.writer.writelines(list)

    def reset(self):
        self.reader.reset()
        self.writer.reset()

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reader.reset()
        if whence == 0 and offset == 0:
            self.writer.reset()

    def __next__(self):
        return next(self.reader)

    def __iter__(self):
        return self

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


class StreamRecoder(StreamReaderWriter):
    """Shows a stream in one encoding as one in another."""

    data_encoding = file_encoding = "unknown"

    def __init__(self, stream, encode, decode, Reader, Writer, errors="strict"):
        super().__init__(stream, Reader, Writer, errors)
        self.encode = encode
        self.decode = decode

    def read(self, size=-1):
        return self.encode(self.reader.read(size), self.errors)[0]

    def readline(self, size=None):
        return self.encode(self.reader.readline(), self.errors)[0]

    def readlines(self, sizehint=None):
        return self.encode(self.reader.read(), self.errors)[0].splitlines(keepends=True)

    def write(self, data):
        return self.writer.write(self.decode(data, self.errors)[0])

    def writelines(self, list):
        return self.write(b"".join(list))

    def __next__(self):
        return self.encode(next(self.reader), self.errors)[0]


_known = {}
_searches = []


def _make(name):
    def encode(input, errors="strict"):
        return _encode_text(input, name, errors or "strict"), len(input)

    def decode(input, errors="strict"):
        return _decode_bytes(input, name, errors or "strict"), len(input)

    # With a byte order mark in front only once.
    later = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}.get(name, name)

    class Encoder(IncrementalEncoder):
        def __init__(self, errors="strict"):
            super().__init__(errors)
            self._name = name

        def encode(self, input, final=False):
            data = _encode_text(input, self._name, self.errors)
            self._name = later
            return data

        def reset(self):
            self._name = name

        def getstate(self):
            return 0 if self._name == later else 2

        def setstate(self, state):
            self._name = name if state else later

    class Decoder(IncrementalDecoder):
        def __init__(self, errors="strict"):
            super().__init__(errors)
            self._decoder = _Decoder(name)

        def decode(self, input, final=False):
            return self._decoder.decode(input, self.errors, final)

        def reset(self):
            self._decoder.reset()

        def getstate(self):
            return self._decoder.getstate()

        def setstate(self, state):
            self._decoder.setstate(state)

    class Writer(StreamWriter):
        def __init__(self, stream, errors="strict"):
            super().__init__(stream, errors)
            self.reset()

        def encode(self, input, errors="strict"):
            return self._encoder.encode(input), len(input)

        def reset(self):
            self._encoder = Encoder(self.errors)

    class Reader(StreamReader):
        _encoding = name

        def decode(self, input, errors="strict"):
            return decode(input, errors)

    return CodecInfo(encode, decode, Reader, Writer, Encoder, Decoder, name)


def register(search_function, /):
    """Adds a function that is asked for encodings nobody else knows."""
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _searches.append(search_function)


def unregister(search_function, /):
    """Takes such a function out again."""
    if search_function in _searches:
        _searches.remove(search_function)
        _known.clear()


def lookup(encoding, /):
    """The CodecInfo of an encoding."""
    if not isinstance(encoding, str):
        raise TypeError(f"lookup() argument must be str, not {type(encoding).__name__}")
    if "\0" in encoding:
        raise ValueError("embedded null character")
    asked = _normalised(encoding)
    if found := _known.get(asked):
        return found
    found = None
    if name := _canonical(encoding):
        found = _make(name)
    else:
        # Those of the library are asked first.
        from encodings import search_function

        for search in [search_function, *(s for s in _searches if s is not search_function)]:
            found = search(asked)
            if found is not None:
                if not isinstance(found, tuple) or len(found) != 4:
                    raise TypeError("codec search functions must return 4-tuples")
                break
    if found is None:
        raise LookupError(f"unknown encoding: {encoding}")
    _known[asked] = found
    return found


def _normalised(name):
    """Letters, digits and dots in lower case, with one `_` for everything between them."""
    words = "".join(c if c.isascii() and c.isalnum() or c == "." else " " for c in name.lower())
    return "_".join(words.split())


def _text_codec(encoding, what):
    info = lookup(encoding)
    if not getattr(info, "_is_text_encoding", True):
        raise LookupError(
            f"'{encoding}' is not a text encoding; use codecs.{what}() to handle arbitrary codecs"
        )
    return info


def _asked(function, object, errors, what, encoding):
    """What a codec makes of the object; the first of the two things that it gives."""
    given = () if errors == "strict" else (errors,)
    try:
        result = function(object, *given)
    except BaseException as error:
        error.add_note(f"{what[:-1] if what.endswith('e') else what}ing with '{encoding}' codec failed")
        raise
    if not isinstance(result, tuple) or len(result) != 2:
        parts = "object, integer" if what == "encode" else "object,integer"
        raise TypeError(f"{what}r must return a tuple ({parts})")
    return result[0]


def _bytes_of(text, encoding, errors):
    """str.encode for encodings that the engine does not have."""
    data = _asked(_text_codec(encoding, "encode")[0], text, errors, "encode", encoding)
    if isinstance(data, bytearray):
        import warnings

        warnings.warn(
            f"encoder {encoding} returned bytearray instead of bytes; use codecs.encode() to "
            "encode to arbitrary types", RuntimeWarning,
        )
        return bytes(data)
    if not isinstance(data, bytes):
        raise TypeError(
            f"'{encoding}' encoder returned '{type(data).__name__}' instead of 'bytes'; use "
            "codecs.encode() to encode to arbitrary types"
        )
    return data


def _text_of(data, encoding, errors):
    """bytes.decode for encodings that the engine does not have."""
    text = _asked(_text_codec(encoding, "decode")[1], data, errors, "decode", encoding)
    if not isinstance(text, str):
        raise TypeError(
            f"'{encoding}' decoder returned '{type(text).__name__}' instead of 'str'; use "
            "codecs.decode() to decode to arbitrary types"
        )
    return text


def encode(obj, encoding="utf-8", errors="strict"):
    """What an encoding makes of an object."""
    return _asked(lookup(encoding)[0], obj, errors or "strict", "encode", encoding)


def decode(obj, encoding="utf-8", errors="strict"):
    """The object that an encoding has made something of."""
    return _asked(lookup(encoding)[1], obj, errors or "strict", "decode", encoding)


def getencoder(encoding):
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def getincrementalencoder(encoding):
    encoder = lookup(encoding).incrementalencoder
    if encoder is None:
        raise LookupError(encoding)
    return encoder


def getincrementaldecoder(encoding):
    decoder = lookup(encoding).incrementaldecoder
    if decoder is None:
        raise LookupError(encoding)
    return decoder


def getreader(encoding):
    return lookup(encoding).streamreader


def getwriter(encoding):
    return lookup(encoding).streamwriter


def iterencode(iterator, encoding, errors="strict", **kwargs):
    """Encodes text piece by piece."""
    encoder = getincrementalencoder(encoding)(errors, **kwargs)
    for part in iterator:
        if data := encoder.encode(part):
            yield data
    if data := encoder.encode("", True):
        yield data


def iterdecode(iterator, encoding, errors="strict", **kwargs):
    """Decodes bytes piece by piece."""
    decoder = getincrementaldecoder(encoding)(errors, **kwargs)
    for part in iterator:
        if text := decoder.decode(part):
            yield text
    if text := decoder.decode(b"", True):
        yield text


def open(filename, mode="r", encoding=None, errors="strict", buffering=-1):
    """A file as a StreamReaderWriter; without an encoding the file itself."""
    if encoding is None:
        return builtins.open(filename, mode, buffering)
    file = builtins.open(filename, mode if "b" in mode else mode + "b", buffering)
    made = None
    try:
        info = lookup(encoding)
        made = StreamReaderWriter(file, info.streamreader, info.streamwriter, errors)
    finally:
        if made is None:
            file.close()
    made.encoding = encoding
    return made


def EncodedFile(file, data_encoding, file_encoding=None, errors="strict"):
    """A stream of bytes in one encoding, seen in another."""
    data, kept = lookup(data_encoding), lookup(file_encoding or data_encoding)
    stream = StreamRecoder(
        file, data.encode, data.decode, kept.streamreader, kept.streamwriter, errors
    )
    stream.data_encoding = data_encoding
    stream.file_encoding = file_encoding or data_encoding
    return stream


def _unexpected(exception):
    name = type(exception).__name__
    return TypeError(f"don't know how to handle {name} in error callback")


def strict_errors(exception):
    """Raises the exception."""
    if isinstance(exception, Exception):
        raise exception
    raise TypeError("codec must pass exception instance")


def ignore_errors(exception):
    """Leaves out what is wrong."""
    if not isinstance(exception, UnicodeError):
        raise _unexpected(exception)
    return "", exception.end


def replace_errors(exception):
    """Puts a question mark or U+FFFD in the place of what is wrong."""
    if isinstance(exception, UnicodeEncodeError):
        return "?" * (exception.end - exception.start), exception.end
    if isinstance(exception, UnicodeDecodeError):
        return "\ufffd", exception.end
    if isinstance(exception, UnicodeTranslateError):
        return "\ufffd" * (exception.end - exception.start), exception.end
    raise _unexpected(exception)


def xmlcharrefreplace_errors(exception):
    """Writes characters as XML does, by their numbers."""
    if not isinstance(exception, UnicodeEncodeError):
        raise _unexpected(exception)
    wrong = exception.object[exception.start : exception.end]
    return "".join(f"&#{ord(c)};" for c in wrong), exception.end


def backslashreplace_errors(exception):
    """Writes characters or bytes as escapes."""
    if not isinstance(exception, (UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError)):
        raise _unexpected(exception)
    wrong = exception.object[exception.start : exception.end]
    if isinstance(exception, UnicodeDecodeError):
        return "".join(f"\\x{byte:02x}" for byte in wrong), exception.end
    return "".join(map(_escape, wrong)), exception.end


def _escape(character):
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def namereplace_errors(exception):
    """Writes characters by their names."""
    if not isinstance(exception, UnicodeEncodeError):
        raise _unexpected(exception)
    import unicodedata

    wrong = exception.object[exception.start : exception.end]
    names = ((character, unicodedata.name(character, None)) for character in wrong)
    shown = (f"\\N{{{name}}}" if name else _escape(character) for character, name in names)
    return "".join(shown), exception.end


_handlers = {
    "strict": strict_errors,
    "ignore": ignore_errors,
    "replace": replace_errors,
    "xmlcharrefreplace": xmlcharrefreplace_errors,
    "backslashreplace": backslashreplace_errors,
    "namereplace": namereplace_errors,
}


def lookup_error(errors, /):
    """The error handler of that name."""
    handler = _registered_error(errors) or _handlers.get(errors)
    if handler is None:
        raise LookupError(f"unknown error handler name '{errors}'")
    return handler
