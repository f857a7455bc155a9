from _json import encode as _encode, encode_basestring, encode_basestring_ascii

__all__ = ["JSONEncoder"]


class JSONEncoder:
    """Makes JSON texts of values; `default` is asked for what is none of the known kinds."""

    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True,
                 sort_keys=False, indent=None, separators=None, default=None):
        self.skipkeys, self.ensure_ascii, self.check_circular = skipkeys, ensure_ascii, check_circular
        self.allow_nan, self.sort_keys, self.indent = allow_nan, sort_keys, indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            # Where lines end behind items, no space is wanted there.
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        """A value that stands for one of an unknown kind."""
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def _text(self, o):
        indent = self.indent
        if indent is not None and not isinstance(indent, str):
            indent = " " * indent
        options = (
            self.default,
            self.skipkeys,
            self.ensure_ascii,
            self.check_circular,
            self.allow_nan,
            self.sort_keys,
            indent,
            self.key_separator,
            self.item_separator,
        )
        return _encode(o, options)

    def encode(self, o):
        """The text of a value."""
        if type(self).iterencode is not JSONEncoder.iterencode:
            return "".join(self.iterencode(o))
        return self._text(o)

    def iterencode(self, o, _one_shot=False):
        """The text of a value, in pieces."""
        yield self._text(o)
