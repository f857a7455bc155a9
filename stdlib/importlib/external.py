"""Modules in files: finders along a path, and loaders."""

import sys
import _imp
import _io
import _warnings
import posix as _os

_IS_IN_USE = __name__ == '_frozen_importlib_external'
if _IS_IN_USE:
    import _frozen_importlib as _bootstrap
else:
    # A copy, for who cannot have the module itself.
    from importlib import _bootstrap
ModuleSpec = _bootstrap.ModuleSpec

MAGIC_NUMBER = _imp.pyc_magic_number_token.to_bytes(4, 'little')
SOURCE_SUFFIXES = ['.py']
BYTECODE_SUFFIXES = ['.pyc']
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES
EXTENSION_SUFFIXES = _imp.extension_suffixes()
_CACHE_FOLDER = '__pycache__'
_OPTIMIZED = 'opt-'
_ASK_LOADER = object()


def _join(*parts):
    return '/'.join([part.rstrip('/') for part in parts if part])


def _split(path):
    folder, _, name = path.rpartition('/')
    return folder, name


def _is_kind(path, kind):
    try:
        return _os.stat(path).st_mode & 0o170000 == kind
    except (OSError, ValueError):
        return False


def _path_isfile(path):
    return _is_kind(path, 0o100000)


def _is_folder(path):
    return _is_kind(path or _os.getcwd(), 0o040000)


def _absolute(path):
    if path.startswith('/'):
        return path
    while path.startswith('./'):
        path = path[2:].lstrip('/')
    here = _os.getcwd()
    return f'{here}/{path}' if path and path != '.' else here


# Names of files with compiled code. Nothing is kept in them here.

def _cache_tag():
    tag = sys.implementation.cache_tag
    if tag is None:
        raise NotImplementedError('sys.implementation.cache_tag is None')
    return tag


def cache_from_source(path, debug_override=None, *, optimization=None):
    """Where the compiled code of a source file would be kept."""
    if debug_override is not None:
        _warnings.warn("the debug_override parameter is deprecated; use 'optimization' instead",
                       DeprecationWarning)
        if optimization is not None:
            raise TypeError('debug_override or optimization must be set to None')
        optimization = '' if debug_override else 1
    elif optimization is None:
        optimization = sys.flags.optimize or ''
    path = _os.fspath(path)
    tag, optimization = _cache_tag(), str(optimization)
    if optimization:
        if not optimization.isalnum():
            raise ValueError(f'{optimization!r} is not alphanumeric')
        tag += f'.{_OPTIMIZED}{optimization}'
    folder, name = _split(path)
    stem, dot, suffix = name.rpartition('.')
    cached = f'{stem or suffix}{dot}{tag}.pyc'
    if sys.pycache_prefix is not None:
        return _join(sys.pycache_prefix, _absolute(folder).lstrip('/'), cached)
    return _join(folder, _CACHE_FOLDER, cached)


def source_from_cache(path):
    """The source file that compiled code at that place would belong to."""
    _cache_tag()
    path = _os.fspath(path)
    folder, name = _split(path)
    prefix = sys.pycache_prefix and sys.pycache_prefix.rstrip('/') + '/'
    if prefix and folder.startswith(prefix):
        folder = folder[len(prefix) - 1:]
    else:
        folder, last = _split(folder)
        if last != _CACHE_FOLDER:
            raise ValueError(f'{_CACHE_FOLDER} not bottom-level directory in {path!r}')
    stem, *labels = name.split('.')
    if len(labels) not in (2, 3):
        raise ValueError(f'expected only 2 or 3 dots in {name!r}')
    for label in labels[1:-1]:
        if not label.startswith(_OPTIMIZED):
            raise ValueError('optimization portion of filename does not start with '
                             f'{_OPTIMIZED!r}')
        if not label.removeprefix(_OPTIMIZED).isalnum():
            raise ValueError(f'optimization level {label!r} is not an alphanumeric value')
    return _join(folder, stem + '.py')


def _get_cached(filename):
    """What specs tell of a file as `cached`."""
    if filename.endswith('.pyc'):
        return filename
    try:
        return cache_from_source(filename) if filename.endswith('.py') else None
    except NotImplementedError:
        return None


def _get_sourcefile(compiled):
    """The source that a file with compiled code was made from, or that file itself."""
    if not compiled or compiled.lower()[-4:-1] != '.py':
        return compiled or None
    try:
        source = source_from_cache(compiled)
    except (NotImplementedError, ValueError):
        source = compiled[:-1]
    return source if _path_isfile(source) else compiled


def decode_source(source_bytes):
    """The text of a source file, with newlines as in Python."""
    decoder = _io.IncrementalNewlineDecoder(None, True)
    return decoder.decode(_imp._decode_source(source_bytes))


def spec_from_file_location(name, location=None, *, loader=None,
                            submodule_search_locations=_ASK_LOADER):
    """The spec of a module in a file, by the file's name or by a loader that knows it."""
    if location is None:
        location = _bootstrap._ask(loader, 'get_filename', name, '<unknown>')
    else:
        location = _os.fspath(location)
        try:
            location = _absolute(location)
        except OSError:
            pass
    if loader is None:
        fitting = (kind for kind, suffixes in _get_supported_file_loaders()
                   if location.endswith(tuple(suffixes)))
        kind = next(fitting, None)
        if kind is None:
            return None
        loader = kind(name, location)
    folders = submodule_search_locations
    if folders is _ASK_LOADER:
        folders = [] if _bootstrap._ask(loader, 'is_package', name, False) else None
    if folders == [] and location:
        folders.append(_split(location)[0])
    spec = ModuleSpec(name, loader, origin=location)
    spec.submodule_search_locations = folders
    spec._set_fileattr = True
    return spec


# Loaders.

class _CodeLoader:
    """What can be said of every loader with a get_filename() and a get_code()."""

    def is_package(self, fullname):
        """Whether the file is called __init__, and the module is not."""
        stem = _split(self.get_filename(fullname))[1].rsplit('.', 1)[0]
        return stem == '__init__' != fullname.rpartition('.')[2]

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__name__
        code = self.get_code(name)
        if code is None:
            raise ImportError(f'cannot load module {name!r} when get_code() returns None')
        exec(code, module.__dict__)

    def load_module(self, fullname):
        return _bootstrap._load_module(self, fullname)


def _readable(loader, name, path):
    try:
        return loader.get_data(path)
    except OSError as error:
        raise ImportError('source not available through get_data()', name=name) from error


class SourceLoader(_CodeLoader):
    """Loads from what get_data() gives for get_filename()."""

    def path_mtime(self, path):
        raise OSError

    def path_stats(self, path):
        return {'mtime': self.path_mtime(path)}

    def set_data(self, path, data):
        pass

    def get_source(self, fullname):
        return decode_source(_readable(self, fullname, self.get_filename(fullname)))

    def source_to_code(self, data, path, *, _optimize=-1):
        return compile(data, path, 'exec', dont_inherit=True, optimize=_optimize)

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def _own_name(loader, name):
    """The name of a loader's module, which None stands for, too; any other is refused."""
    if name not in (None, loader.name):
        raise ImportError(f'loader for {loader.name} cannot handle {name}', name=name)
    return loader.name


class FileLoader:
    """Loads a certain module from a certain file."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def load_module(self, name=None):
        return _bootstrap._load_module(self, _own_name(self, name))

    def get_filename(self, name=None):
        _own_name(self, name)
        return self.path

    def get_data(self, path):
        with _io.FileIO(path, 'r') as file:
            return file.read()

    def get_resource_reader(self, name=None):
        _own_name(self, name)
        from importlib.readers import FileReader
        return FileReader(self)


class _SourceFileLoader(FileLoader, SourceLoader):
    """What SourceFileLoader does."""

    def path_stats(self, path):
        status = _os.stat(path)
        return {'mtime': status.st_mtime, 'size': status.st_size}

    def path_mtime(self, path):
        return self.path_stats(path)['mtime']

    def set_data(self, path, data, _mode=0o666):
        def create(path, flags):
            return _os.open(path, flags, _mode & 0o666)

        try:
            _make_folder(_split(path)[0])
            with _io.FileIO(path, 'w', opener=create) as file:
                file.write(data)
        except OSError:
            # What could not be kept is made again.
            pass

    def source_to_code(self, data, path, _optimize=-1):
        return compile(data, path, 'exec', dont_inherit=True, optimize=_optimize)


def _make_folder(path):
    if path and not _is_folder(path):
        _make_folder(_split(path)[0])
        _os.mkdir(path)


class SourcelessFileLoader(FileLoader, _CodeLoader):
    """Loads compiled code; that of other interpreters is of no use here."""

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        data = self.get_data(path)
        flags = int.from_bytes(data[4:8], 'little')
        wrong = None
        if data[:4] != MAGIC_NUMBER:
            wrong = f'bad magic number in {fullname!r}: {data[:4]!r}'
        elif len(data) < 16:
            raise EOFError(f'reached EOF while reading pyc header of {fullname!r}')
        elif flags > 3:
            wrong = f'invalid flags {flags!r} in {fullname!r}'
        else:
            import marshal
            code = marshal.loads(data[16:])
            if isinstance(code, type(_join.__code__)):
                return code
            wrong = f'Non-code object in {path!r}'
        raise ImportError(wrong, name=fullname, path=path)

    def get_source(self, fullname):
        return None


class ExtensionFileLoader(FileLoader, _CodeLoader):
    """Refuses modules for CPython's C API, which is not here."""

    def create_module(self, spec):
        return _imp.create_dynamic(spec)

    def exec_module(self, module):
        _imp.exec_dynamic(module)

    def is_package(self, fullname):
        stem, _, rest = _split(self.path)[1].partition('.')
        return stem == '__init__' and f'.{rest}' in EXTENSION_SUFFIXES

    def get_code(self, fullname):
        return None

    def get_source(self, fullname):
        return None


class AppleFrameworkLoader(ExtensionFileLoader):
    """The same where extensions are frameworks."""


class NamespaceLoader:
    """Loads a package that is only folders."""

    def __init__(self, name, path, path_finder):
        self._path = _NamespacePath(name, path, path_finder)

    def is_package(self, fullname):
        return True

    def get_source(self, fullname):
        return ''

    def get_code(self, fullname):
        return compile('', '<string>', 'exec', dont_inherit=True)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        pass

    def load_module(self, fullname):
        return _bootstrap._load_module(self, fullname)

    def get_resource_reader(self, module):
        from importlib.readers import NamespaceReader
        return NamespaceReader(self._path)


class _NamespacePath:
    """The folders of a namespace package, found anew when the path above has changed."""

    # How often finders were told to forget.
    _epoch = 0

    def __init__(self, name, path, find_spec):
        self._name = name
        self._path = path
        self._find_spec = find_spec
        self._found_in = self._surroundings()

    def _surroundings(self):
        parent = self._name.rpartition('.')[0]
        return tuple(sys.modules[parent].__path__ if parent else sys.path), self._epoch

    def _now(self):
        surroundings = self._surroundings()
        if surroundings != self._found_in:
            spec = self._find_spec(self._name, surroundings[0])
            if spec is not None and spec.loader is None and spec.submodule_search_locations:
                self._path = list(spec.submodule_search_locations)
            self._found_in = surroundings
        return self._path

    def __iter__(self):
        return iter(self._now())

    def __getitem__(self, index):
        return self._now()[index]

    def __setitem__(self, index, path):
        self._path[index] = path

    def __len__(self):
        return len(self._now())

    def __repr__(self):
        return f'_NamespacePath({self._path!r})'

    def __contains__(self, item):
        return item in self._now()

    def append(self, item):
        self._path.append(item)


def _namespace_spec(name, folders):
    spec = ModuleSpec(name, None)
    spec.submodule_search_locations = _NamespacePath(name, folders, PathFinder.find_spec)
    return spec


def _load_namespace(name, parent_path, folders):
    """A namespace package whose folders have been found."""
    return _bootstrap._Maker(_namespace_spec(name, folders)).load()


# Finders.

class WindowsRegistryFinder:
    """Finds modules that a registry names; only Windows has one."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None


def _offers(entry):
    """The finders that sys.path_hooks make for an entry of a path."""
    for hook in sys.path_hooks:
        try:
            finder = hook(entry)
        except ImportError:
            continue
        yield finder


class PathFinder:
    """Finds modules along sys.path or a package's __path__, by the finder of each entry."""

    @staticmethod
    def invalidate_caches():
        finders = sys.path_importer_cache
        useless = [entry for entry, finder in finders.items()
                   if finder is None or not entry.startswith('/')]
        for entry in useless:
            del finders[entry]
        for finder in list(finders.values()):
            if hasattr(finder, 'invalidate_caches'):
                finder.invalidate_caches()
        _NamespacePath._epoch += 1

    @staticmethod
    def _finder(entry):
        """The finder for an entry of a path, made once."""
        try:
            entry = entry or _os.getcwd()
        except (FileNotFoundError, PermissionError):
            return None
        finders = sys.path_importer_cache
        if entry not in finders:
            if sys.path_hooks is not None and not sys.path_hooks:
                _warnings.warn('sys.path_hooks is empty', ImportWarning)
            finders[entry] = next(_offers(entry), None)
        return finders[entry]

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        folders = []
        for entry in sys.path if path is None else path:
            finder = cls._finder(entry) if isinstance(entry, str) else None
            spec = None if finder is None else finder.find_spec(fullname, target)
            if spec is None:
                continue
            if spec.loader is not None:
                return spec
            if spec.submodule_search_locations is None:
                raise ImportError('spec missing loader')
            folders += spec.submodule_search_locations
        return _namespace_spec(fullname, folders) if folders else None

    @staticmethod
    def find_distributions(*args, **kwargs):
        from importlib.metadata import MetadataPathFinder
        return MetadataPathFinder.find_distributions(*args, **kwargs)


class FileFinder:
    """Finds modules in a folder, whose names it remembers as long as the folder stays as it is."""

    def __init__(self, path, *loader_details):
        self._kinds = [(suffix, loader) for loader, suffixes in loader_details
                       for suffix in suffixes]
        self.path = _absolute(path or '')
        self._path_mtime = -1
        self._known = set()

    def invalidate_caches(self):
        self._path_mtime = -1

    def _names(self):
        """The names of what is in the folder."""
        try:
            changed = _os.stat(self.path).st_mtime
        except OSError:
            changed = -1
        if changed != self._path_mtime:
            try:
                self._known = set(_os.listdir(self.path))
            except (FileNotFoundError, PermissionError, NotADirectoryError):
                self._known = set()
            self._path_mtime = changed
        return self._known

    def _candidates(self, name, names):
        """Files that the module may be in: their loaders, and their folders if it is a package."""
        base = _join(self.path, name)
        if name in names:
            for suffix, loader in self._kinds:
                yield _join(base, '__init__' + suffix), loader, [base]
        for suffix, loader in self._kinds:
            if name + suffix in names:
                yield base + suffix, loader, None

    def find_spec(self, fullname, target=None):
        name = fullname.rpartition('.')[2]
        names = self._names()
        for file, loader, folders in self._candidates(name, names):
            if _path_isfile(file):
                return spec_from_file_location(fullname, file, loader=loader(fullname, file),
                                               submodule_search_locations=folders)
        folder = _join(self.path, name)
        if name not in names or not _is_folder(folder):
            return None
        spec = ModuleSpec(fullname, None)
        spec.submodule_search_locations = [folder]
        return spec

    @classmethod
    def path_hook(cls, *loader_details):
        """What makes finders for the folders of sys.path."""
        def path_hook_for_FileFinder(path):
            if not _is_folder(path):
                raise ImportError('only directories are supported', path=path)
            return cls(path, *loader_details)
        return path_hook_for_FileFinder

    def __repr__(self):
        return f'FileFinder({self.path!r})'


def _get_supported_file_loaders():
    return [
        (ExtensionFileLoader, EXTENSION_SUFFIXES),
        (SourceFileLoader, SOURCE_SUFFIXES),
        (SourcelessFileLoader, BYTECODE_SUFFIXES),
    ]


def _install(_):
    """Puts the finders at the ends of their lists."""
    sys.path_hooks.append(FileFinder.path_hook(*_get_supported_file_loaders()))
    sys.meta_path.append(PathFinder)


_bootstrap._bootstrap_external = sys.modules[__name__]
_BuiltinImporter = _bootstrap._BuiltinImporter
if _IS_IN_USE:
    _META_PATH = (_bootstrap.BuiltinImporter, _bootstrap.FrozenImporter, PathFinder)
    # Archives come first, as folders are refused there soonest.
    from zipimport import zipimporter
    _PATH_HOOKS = (zipimporter, FileFinder.path_hook(*_get_supported_file_loaders()))
    _imp._set_finders(_META_PATH, _PATH_HOOKS, FileFinder, _bootstrap._load_missing,
                      sys.modules[__name__])
