"""Modules in zip archives."""

import _io
import posix as _os
from _struct import Struct as _Struct

__all__ = ['ZipImportError', 'zipimporter']

path_sep = '/'
alt_path_sep = ''

# What archives are known to hold, by their names.
_zip_directory_cache = {}

_END = _Struct('<4s4H2LH')
_ENTRY = _Struct('<4s6H3L5H2L')
_LOCAL = _Struct('<4s5H3L2H')
_CANDIDATES = (('/__init__.py', True), ('.py', False))


class ZipImportError(ImportError):
    pass


def _bootstrap():
    import _frozen_importlib
    return _frozen_importlib


def _bootstrap_external():
    # Which has this module among its own finders.
    import _frozen_importlib_external
    return _frozen_importlib_external


class zipimporter:
    """Finds and loads modules in an archive, or in a folder within it."""

    def __init__(self, path):
        if not isinstance(path, str):
            raise TypeError(f'expected str, not {type(path)!r}')
        if not path:
            raise ZipImportError('archive path is empty', path=path)
        self.archive, inside = _cut(path)
        if self.archive not in _zip_directory_cache:
            _zip_directory_cache[self.archive] = _read_directory(self.archive)
        self.prefix = ''.join(f'{folder}/' for folder in inside if folder)

    @property
    def _files(self):
        try:
            return _zip_directory_cache[self.archive]
        except KeyError:
            try:
                self.invalidate_caches()
            except ZipImportError:
                return {}
            return _zip_directory_cache.get(self.archive, {})

    def invalidate_caches(self):
        """Reads the archive's table anew."""
        try:
            _zip_directory_cache[self.archive] = _read_directory(self.archive)
        except ZipImportError:
            _zip_directory_cache.pop(self.archive, None)

    def _within(self, fullname):
        return self.prefix + fullname.rpartition('.')[2]

    def _find(self, fullname):
        """The name in the archive of the module's file, and whether that is a package."""
        base = self._within(fullname)
        files = self._files
        for suffix, is_package in _CANDIDATES:
            if base + suffix in files:
                return base + suffix, is_package
        return None

    def _is_folder(self, path):
        return path + '/' in self._files

    def find_spec(self, fullname, target=None):
        """The spec of a module, or None."""
        found = self._find(fullname)
        if found is not None:
            return _bootstrap().spec_from_loader(fullname, self, is_package=found[1])
        base = self._within(fullname)
        if not self._is_folder(base):
            return None
        spec = _bootstrap().ModuleSpec(name=fullname, loader=None, is_package=True)
        spec.submodule_search_locations.append(f'{self.archive}/{base}')
        return spec

    def _known(self, fullname):
        found = self._find(fullname)
        if found is None:
            raise ZipImportError(f"can't find module {fullname!r}", name=fullname)
        return found

    def get_filename(self, fullname):
        return f'{self.archive}/{self._known(fullname)[0]}'

    def is_package(self, fullname):
        return self._known(fullname)[1]

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)

    def get_data(self, pathname):
        """The bytes of a file in the archive, by its whole name or by its name in the archive."""
        name = pathname.removeprefix(self.archive + '/')
        entry = self._files.get(name)
        if entry is None:
            raise OSError(0, '', name)
        return _get_data(self.archive, entry)

    def get_source(self, fullname):
        return _bootstrap_external().decode_source(self.get_data(self._known(fullname)[0]))

    def get_code(self, fullname):
        name = self._known(fullname)[0]
        return compile(self.get_data(name), f'{self.archive}/{name}', 'exec', dont_inherit=True)

    def load_module(self, fullname):
        """Loads the module; deprecated."""
        import _warnings
        _warnings.warn('zipimport.zipimporter.load_module() is deprecated and slated for '
                       'removal in Python 3.12; use exec_module() instead', DeprecationWarning)
        return _bootstrap()._load_module(self, fullname)

    def get_resource_reader(self, fullname):
        if not self.is_package(fullname):
            return None
        from importlib.readers import ZipReader
        return ZipReader(self, fullname)

    def __repr__(self):
        return f'<zipimporter object "{self.archive}/{self.prefix}">'


def _cut(path):
    """The file at the beginning of a path, and the folders that follow it."""
    end = len(path)
    while end > 0:
        try:
            status = _os.stat(path[:end])
        except (OSError, ValueError):
            end = path.rfind('/', 0, end)
            continue
        if status.st_mode & 0o170000 != 0o100000:
            break
        return path[:end], path[end:].split('/')
    raise ZipImportError('not a Zip file', path=path)


def _read_directory(archive):
    """The table of an archive: entries by name; folders end with a slash."""
    try:
        with _io.open_code(archive) as file:
            return _parse_directory(archive, file)
    except OSError:
        raise ZipImportError(f"can't open Zip file: {archive!r}", path=archive) from None


def _parse_directory(archive, file):
    size = file.seek(0, 2)
    # A comment of up to 64 KiB may follow the end record.
    start = max(size - 0xFFFF - _END.size, 0)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b'PK\x05\x06')
    if at < 0 or len(tail) - at < _END.size:
        raise ZipImportError(f'not a Zip file: {archive!r}', path=archive)
    *_, count, table_size, table_at, _ = _END.unpack_from(tail, at)
    table_begin = start + at - table_size
    # What was put in front of the archive moves all places.
    shift = table_begin - table_at
    if table_begin < 0:
        raise ZipImportError(f'bad central directory size: {archive!r}', path=archive)
    if shift < 0:
        raise ZipImportError(f'bad central directory offset: {archive!r}', path=archive)
    file.seek(table_begin)
    table = file.read(table_size)
    files = {}
    at = 0
    for _ in range(count):
        if len(table) - at < _ENTRY.size:
            raise EOFError('EOF read where not expected')
        (magic, _, _, flags, method, clock, date, check, packed, whole, name_size, extra_size,
         comment_size, _, _, _, local_at) = _ENTRY.unpack_from(table, at)
        if magic != b'PK\x01\x02':
            raise ZipImportError(f'bad central directory: {archive!r}', path=archive)
        at += _ENTRY.size
        name = table[at:at + name_size]
        at += name_size + extra_size + comment_size
        if flags & 0x800:
            name = name.decode()
        else:
            name = name.decode('ascii') if name.isascii() else name.decode('latin-1')
        place = f'{archive}/{name}'
        files[name] = (place, method, packed, whole, local_at + shift, clock, date, check)
    return files


def _get_data(archive, entry):
    """The bytes of a file in an archive."""
    place, method, packed, whole, local_at, clock, date, check = entry
    with _io.open_code(archive) as file:
        try:
            file.seek(local_at)
        except OSError:
            raise ZipImportError(f"can't read Zip file: {archive!r}", path=archive) from None
        head = file.read(_LOCAL.size)
        if len(head) != _LOCAL.size:
            raise EOFError('EOF read where not expected')
        magic, *_, name_size, extra_size = _LOCAL.unpack(head)
        if magic != b'PK\x03\x04':
            raise ZipImportError(f'bad local file header: {archive!r}', path=archive)
        file.seek(local_at + _LOCAL.size + name_size + extra_size)
        data = file.read(packed)
    if len(data) != packed:
        raise OSError("zipimport: can't read data")
    if method == 0:
        return data
    try:
        from zlib import decompress
    except ImportError:
        raise ZipImportError("can't decompress data; zlib not available") from None
    return decompress(data, -15)
