"""The finders and loaders that there are."""

from ._bootstrap import ModuleSpec, BuiltinImporter, FrozenImporter
from ._bootstrap_external import (
    SOURCE_SUFFIXES, BYTECODE_SUFFIXES, DEBUG_BYTECODE_SUFFIXES, OPTIMIZED_BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES, WindowsRegistryFinder, PathFinder, FileFinder, SourceFileLoader,
    SourcelessFileLoader, ExtensionFileLoader, AppleFrameworkLoader, NamespaceLoader,
)


def all_suffixes():
    """How the names of files with modules end."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES
