# What pickle has besides the native parts.

import _compat_pickle
from _pickle import (
    PickleBuffer, PickleError, Pickler, PicklingError, Unpickler, UnpicklingError, dump, dumps, load,
    loads)
from copyreg import _extension_cache, _extension_registry, _inverted_registry, dispatch_table

__all__ = [
    "PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler", "dump", "dumps",
    "load", "loads", "PickleBuffer", "DEFAULT_PROTOCOL", "HIGHEST_PROTOCOL"]

format_version = "4.0"
compatible_formats = ["1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0", "5.0"]
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4

# Bools before protocol 2.
TRUE = b"I01\n"
FALSE = b"I00\n"

bytes_types = bytes, bytearray
_HAVE_PICKLE_BUFFER = True
_tuplesize2code = [b")", b"\x85", b"\x86", b"\x87"]

# There is only one implementation; what pickletools wants of the one in Python is below.
_Unpickler = Unpickler
_dump, _dumps, _load, _loads = dump, dumps, load, loads


def _getattribute(obj, name):
    """What a dotted name leads to, and the object that has it."""
    found = parent = obj
    for part in name.split("."):
        if part == "<locals>":
            raise AttributeError(f"Can't get local attribute {name!r} on {obj!r}")
        parent = found
        try:
            found = getattr(parent, part)
        except AttributeError:
            raise AttributeError(f"Can't get attribute {name!r} on {obj!r}") from None
    return found, parent


class _Framer:
    """Instructions on their way to a file, in frames once those are started."""

    _FRAME_SIZE_MIN = 4
    _FRAME_SIZE_TARGET = 64 * 1024

    def __init__(self, file_write):
        self.file_write = file_write
        self.current_frame = None

    def start_framing(self):
        self.current_frame = bytearray()

    def end_framing(self):
        if self.current_frame:
            self.commit_frame(force=True)
        self.current_frame = None

    def commit_frame(self, force=False):
        frame = self.current_frame
        if not frame or not force and len(frame) < self._FRAME_SIZE_TARGET:
            return
        if len(frame) >= self._FRAME_SIZE_MIN:
            self.file_write(FRAME + len(frame).to_bytes(8, "little"))
        self.file_write(bytes(frame))
        self.current_frame = bytearray()

    def write(self, data):
        if self.current_frame is None:
            return self.file_write(data)
        self.current_frame += data
        return len(data)

    def write_large_bytes(self, header, payload):
        if self.current_frame:
            self.commit_frame(force=True)
        self.file_write(header)
        self.file_write(payload)


class _Pickler(Pickler):
    """A pickler that also writes single instructions."""

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        super().__init__(
            file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback)
        protocol = DEFAULT_PROTOCOL if protocol is None else protocol
        self.proto = HIGHEST_PROTOCOL if protocol < 0 else protocol
        self.framer = _Framer(file.write)
        self.write = self.framer.write

    def _numbered(self, number, text, short, long):
        if not self.bin:
            return text + b"%d\n" % number
        return short + bytes([number]) if number < 256 else long + number.to_bytes(4, "little")

    def put(self, idx):
        return MEMOIZE if self.proto >= 4 else self._numbered(idx, PUT, BINPUT, LONG_BINPUT)

    def get(self, i):
        return self._numbered(i, GET, BINGET, LONG_BINGET)
