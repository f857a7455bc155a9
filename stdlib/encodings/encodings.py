# Finds the codecs that are written in Python: `codecs` asks search_function for what it does not know.

import codecs
import sys

from encodings.aliases import aliases

_modules = {
    "utf_7": "encodings.utf_7", "punycode": "encodings.punycode", "idna": "encodings.idna",
    "hex_codec": "encodings._transforms", "base64_codec": "encodings._transforms",
    "rot_13": "encodings._transforms", "quopri_codec": "encodings._transforms",
    "uu_codec": "encodings._transforms",
}


class CodecRegistryError(LookupError, SystemError):
    """A codec does not describe itself as it should."""


def normalize_encoding(encoding):
    """The name with one `_` for everything between its words."""
    if isinstance(encoding, bytes):
        encoding = str(encoding, "ascii")
    words, separated = [], False
    for character in encoding:
        if character.isalnum() or character == ".":
            if separated and words:
                words.append("_")
            if character.isascii():
                words.append(character)
            separated = False
        else:
            separated = True
    return "".join(words)


def search_function(encoding):
    """The CodecInfo of a codec of this package; None if there is none."""
    name = normalize_encoding(encoding)
    name = aliases.get(name) or aliases.get(name.replace(".", "_")) or name
    module = _modules.get(name)
    if module is None:
        return None
    __import__(module)
    module = sys.modules[module]
    return module.getregentry(name) if module.__name__.endswith("_transforms") else module.getregentry()


codecs.register(search_function)
