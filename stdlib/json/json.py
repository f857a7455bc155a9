from _json import decode as _decode, encode as _encode
from json.decoder import JSONDecodeError, JSONDecoder
from json.encoder import JSONEncoder

__all__ = ["dump", "dumps", "load", "loads", "JSONDecoder", "JSONDecodeError", "JSONEncoder"]



def dumps(
    obj,
    *,
    skipkeys=False,
    ensure_ascii=True,
    check_circular=True,
    allow_nan=True,
    cls=None,
    indent=None,
    separators=None,
    default=None,
    sort_keys=False,
    **kw,
):
    """The JSON text of a value."""
    if cls is None and not kw and indent is None and separators is None:
        options = (
            default,
            skipkeys,
            ensure_ascii,
            check_circular,
            allow_nan,
            sort_keys,
            None,
            ": ",
            ", ",
        )
        return _encode(obj, options)
    encoder = (cls or JSONEncoder)(
        skipkeys=skipkeys,
        ensure_ascii=ensure_ascii,
        check_circular=check_circular,
        allow_nan=allow_nan,
        indent=indent,
        separators=separators,
        default=default,
        sort_keys=sort_keys,
        **kw,
    )
    return encoder.encode(obj)


def dump(
    obj,
    fp,
    *,
    skipkeys=False,
    ensure_ascii=True,
    check_circular=True,
    allow_nan=True,
    cls=None,
    indent=None,
    separators=None,
    default=None,
    sort_keys=False,
    **kw,
):
    """Writes the JSON text of a value to a file."""
    encoder = (cls or JSONEncoder)(
        skipkeys=skipkeys,
        ensure_ascii=ensure_ascii,
        check_circular=check_circular,
        allow_nan=allow_nan,
        indent=indent,
        separators=separators,
        default=default,
        sort_keys=sort_keys,
        **kw,
    )
    for part in encoder.iterencode(obj):
        fp.write(part)


# Marks at the start, the longer ones first.
_MARKS = {b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32", b"\xff\xfe": "utf-16",
          b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def detect_encoding(b):
    """The encoding of JSON in bytes: by its mark, or by where its first characters have zeros."""
    for mark, encoding in _MARKS.items():
        if b.startswith(mark):
            return encoding
    zeros = "".join("n" if byte else "0" for byte in b[:4])
    if len(zeros) < 4:
        return {"0n": "utf-16-be", "00": "utf-16-be", "n0": "utf-16-le"}.get(zeros, "utf-8")
    if zeros.startswith("0"):
        return "utf-32-be" if zeros.startswith("00") else "utf-16-be"
    if zeros.startswith("n0"):
        return "utf-32-le" if zeros.endswith("00") else "utf-16-le"
    return "utf-8"


def loads(
    s,
    *,
    cls=None,
    object_hook=None,
    parse_float=None,
    parse_int=None,
    parse_constant=None,
    object_pairs_hook=None,
    **kw,
):
    """The value of a JSON text, which may be bytes."""
    if isinstance(s, str):
        if s.startswith("\ufeff"):
            raise JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", s, 0)
    else:
        if not isinstance(s, (bytes, bytearray)):
            kind = s.__class__.__name__
            raise TypeError(f"the JSON object must be str, bytes or bytearray, not {kind}")
        s = s.decode(detect_encoding(s), "surrogatepass")
    hooks = (object_hook, parse_float, parse_int, parse_constant, True, object_pairs_hook)
    if cls is None and not kw:
        return _decode(s, hooks)
    names = ("object_hook", "parse_float", "parse_int", "parse_constant", "", "object_pairs_hook")
    given = {name: hook for name, hook in zip(names, hooks) if name and hook is not None}
    return (cls or JSONDecoder)(**kw, **given).decode(s)


def load(
    fp,
    *,
    cls=None,
    object_hook=None,
    parse_float=None,
    parse_int=None,
    parse_constant=None,
    object_pairs_hook=None,
    **kw,
):
    """The value of the JSON text in a file."""
    return loads(
        fp.read(),
        cls=cls,
        object_hook=object_hook,
        parse_float=parse_float,
        parse_int=parse_int,
        parse_constant=parse_constant,
        object_pairs_hook=object_pairs_hook,
        **kw,
    )
