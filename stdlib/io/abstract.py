# The abstract classes of io: programs derive from them, and register what is a stream by its looks.

import _io
from abc import ABCMeta


class IOBase(_io._IOBase, metaclass=ABCMeta):
    """What all streams have in common."""


class RawIOBase(_io._RawIOBase, IOBase):
    """Streams of bytes without a buffer."""


class BufferedIOBase(_io._BufferedIOBase, IOBase):
    """Streams of bytes with a buffer, or that need none."""


class TextIOBase(_io._TextIOBase, IOBase):
    """Streams of text."""


for _abstract, _streams in (
        (RawIOBase, [_io.FileIO]),
        (BufferedIOBase, [_io.BytesIO, _io.BufferedReader, _io.BufferedWriter, _io.BufferedRandom,
                          _io.BufferedRWPair]),
        (TextIOBase, [_io.StringIO, _io.TextIOWrapper])):
    for _stream in _streams:
        _abstract.register(_stream)

for _abstract in IOBase, RawIOBase, BufferedIOBase, TextIOBase:
    _abstract.__module__ = 'io'
