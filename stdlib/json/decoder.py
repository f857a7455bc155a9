from _json import decode as _decode, raw_decode as _raw_decode

__all__ = ["JSONDecoder", "JSONDecodeError"]


class JSONDecodeError(ValueError):
    """A text that is not JSON: what is wrong, the text, and where."""

    def __init__(self, msg, doc, pos):
        before = doc[:pos]
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = before.count("\n") + 1
        self.colno = pos - before.rfind("\n")
        super().__init__(f"{msg}: line {self.lineno} column {self.colno} (char {pos})")

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


class JSONDecoder:
    """Makes values of JSON texts; the hooks make what is not to be the usual."""

    def __init__(
        self,
        *,
        object_hook=None,
        parse_float=None,
        parse_int=None,
        parse_constant=None,
        strict=True,
        object_pairs_hook=None,
    ):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook

    def _options(self):
        numbers = self.parse_float, self.parse_int
        return (
            self.object_hook,
            None if numbers[0] is float else numbers[0],
            None if numbers[1] is int else numbers[1],
            self.parse_constant,
            self.strict,
            self.object_pairs_hook,
        )

    def decode(self, s):
        """The value of a text that is one JSON document."""
        return _decode(s, self._options())

    def raw_decode(self, s, idx=0):
        """The value that begins there, and the place behind it."""
        return _raw_decode(s, idx, self._options())
