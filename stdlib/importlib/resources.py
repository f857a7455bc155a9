"""Files that belong to packages."""

import contextlib
import importlib
import io
import pathlib
import sys
import types
import warnings

from .abc import ResourceReader

__all__ = ['Package', 'Anchor', 'ResourceReader', 'as_file', 'files', 'contents', 'is_resource',
           'open_binary', 'open_text', 'path', 'read_binary', 'read_text']

Package = types.ModuleType | str
Anchor = Package
_ABSENT = object()


def _resolve(anchor):
    """The module that is meant: itself, by name, or the caller's."""
    if anchor is None:
        frame = sys._getframe(1)
        while frame.f_globals.get('__name__') in (__name__, 'functools'):
            frame = frame.f_back
        return importlib.import_module(frame.f_globals['__name__'])
    if isinstance(anchor, str):
        return importlib.import_module(anchor)
    return anchor


def _reader(package):
    """What reads the package's files, if its loader gives that."""
    spec = package.__spec__
    get = getattr(spec.loader, 'get_resource_reader', None)
    return None if get is None else get(spec.name)


class _Adapted:
    """A reader of the old kind as a folder."""

    def __init__(self, reader, path=()):
        self._reader = reader
        self._path = tuple(path)

    @property
    def name(self):
        return self._path[-1] if self._path else ''

    def iterdir(self):
        return (_Adapted(self._reader, (name,)) for name in self._reader.contents())

    def is_file(self):
        return bool(self._path) and self._reader.is_resource(self.name)

    def is_dir(self):
        return not self.is_file()

    def joinpath(self, *others):
        return _Adapted(self._reader, self._path + others)

    __truediv__ = joinpath

    def open(self, mode='r', *args, **kwargs):
        stream = self._reader.open_resource('/'.join(self._path))
        return stream if 'b' in mode else io.TextIOWrapper(stream, *args, **kwargs)

    def read_bytes(self):
        with self.open('rb') as file:
            return file.read()

    def read_text(self, encoding=None):
        with self.open(encoding=encoding) as file:
            return file.read()


def _from_package(package):
    reader = _reader(package)
    if reader is None:
        origin = package.__spec__.origin
        if package.__spec__.submodule_search_locations:
            return pathlib.Path(list(package.__spec__.submodule_search_locations)[0])
        return pathlib.Path(origin).parent
    if hasattr(reader, 'files'):
        return reader.files()
    return _Adapted(reader)


def files(anchor=_ABSENT, *, package=_ABSENT):
    """The folder of a package, or of a module; of the caller's if none is given."""
    if package is not _ABSENT:
        warnings.warn("First parameter to files is renamed to 'anchor'", DeprecationWarning,
                      stacklevel=2)
        if anchor is not _ABSENT:
            raise TypeError("files() got multiple values for argument 'anchor'")
        anchor = package
    return _from_package(_resolve(None if anchor is _ABSENT else anchor))


def _copy(source, target):
    if source.is_dir():
        target.mkdir(exist_ok=True)
        for child in source.iterdir():
            _copy(child, target / child.name)
    else:
        target.write_bytes(source.read_bytes())


@contextlib.contextmanager
def _copied(resource):
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder, resource.name)
        _copy(resource, target)
        yield target


def as_file(path):
    """A context with the resource's name in the file system."""
    return contextlib.nullcontext(path) if isinstance(path, pathlib.Path) else _copied(path)


def _below(anchor, names):
    return files(anchor).joinpath(*names)


def _check_encoding(encoding, names):
    if len(names) > 1 and encoding is _ABSENT:
        raise TypeError("'encoding' argument required with multiple path names")
    return 'utf-8' if encoding is _ABSENT else encoding


def open_binary(anchor, *path_names):
    """A binary file with the resource."""
    return _below(anchor, path_names).open('rb')


def open_text(anchor, *path_names, encoding=_ABSENT, errors='strict'):
    """A text file with the resource."""
    encoding = _check_encoding(encoding, path_names)
    return _below(anchor, path_names).open('r', encoding=encoding, errors=errors)


def read_binary(anchor, *path_names):
    """The bytes of the resource."""
    return _below(anchor, path_names).read_bytes()


def read_text(anchor, *path_names, encoding=_ABSENT, errors='strict'):
    """The text of the resource."""
    with open_text(anchor, *path_names, encoding=encoding, errors=errors) as file:
        return file.read()


def path(anchor, *path_names):
    """A context with the resource's name in the file system."""
    return as_file(_below(anchor, path_names))


def is_resource(anchor, *path_names):
    """Whether there is a file of that name in the package."""
    try:
        return _below(anchor, path_names).is_file()
    except Exception as error:
        if type(error).__name__ == 'TraversalError':
            return False
        raise


def contents(anchor, *path_names):
    """The names of all that is in the package; deprecated."""
    warnings.warn('importlib.resources.contents is deprecated. Use '
                  'files(anchor).iterdir() instead.', DeprecationWarning, stacklevel=2)
    return (each.name for each in _below(anchor, path_names).iterdir())
