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

# There is only one implementation.
_Pickler, _Unpickler = Pickler, Unpickler
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
