"""Modules in files: finders along a path, loaders, and where compiled code would be kept."""

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
_verbose_message = _bootstrap._verbose_message

path_sep = '/'
path_separators = '/'
path_sep_tuple = ('/',)
_pathseps_with_colon = {':/'}
_MS_WINDOWS = False

_RAW_MAGIC_NUMBER = 3571 | 0x0A0D0000
MAGIC_NUMBER = _RAW_MAGIC_NUMBER.to_bytes(4, 'little')
_PYCACHE = '__pycache__'
_OPT = 'opt-'
SOURCE_SUFFIXES = ['.py']
BYTECODE_SUFFIXES = ['.pyc']
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES
EXTENSION_SUFFIXES = _imp.extension_suffixes()
_POPULATE = object()


def _pack_uint32(x):
    return (int(x) & 0xFFFFFFFF).to_bytes(4, 'little')


def _unpack_uint64(data):
    return int.from_bytes(data, 'little')


def _unpack_uint32(data):
    return int.from_bytes(data, 'little')


def _unpack_uint16(data):
    return int.from_bytes(data, 'little')


# Names of files.

def _path_join(*parts):
    return '/'.join([part.rstrip('/') if part != '/' else '' for part in parts if part])


def _path_split(path):
    folder, slash, name = path.rpartition('/')
    return (folder, name) if slash else ('', path)


def _path_stat(path):
    return _os.stat(path)


def _is_kind(path, kind):
    try:
        return _os.stat(path).st_mode & 0o170000 == kind
    except (OSError, ValueError):
        return False


def _path_isfile(path):
    return _is_kind(path, 0o100000)


def _path_isdir(path):
    return _is_kind(path or _os.getcwd(), 0o040000)


def _path_isabs(path):
    return path.startswith('/')


def _path_abspath(path):
    if path.startswith('/'):
        return path
    while path.startswith('./'):
        path = path[2:].lstrip('/')
    here = _os.getcwd()
    return f'{here}/{path}' if path and path != '.' else here


def _write_atomic(path, data, mode=0o666):
    """Writes a file that nobody sees half done."""
    unfinished = f'{path}.{id(path)}'
    fd = _os.open(unfinished, _os.O_EXCL | _os.O_CREAT | _os.O_WRONLY, mode & 0o666)
    try:
        with _io.FileIO(fd, 'wb') as file:
            file.write(data)
        _os.rename(unfinished, path)
    except OSError:
        try:
            _os.unlink(unfinished)
        except OSError:
            pass
        raise


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
    path = _os.fspath(path)
    folder, name = _path_split(path)
    base, dot, rest = name.rpartition('.')
    stem = base if base else rest
    tag = _cache_tag()
    if optimization is None:
        optimization = sys.flags.optimize or ''
    optimization = str(optimization)
    if optimization:
        if not optimization.isalnum():
            raise ValueError(f'{optimization!r} is not alphanumeric')
        tag = f'{tag}.{_OPT}{optimization}'
    file = f'{stem}{dot}{tag}.pyc' if dot else f'{stem}{tag}.pyc'
    prefix = sys.pycache_prefix
    if prefix is not None:
        return _path_join(prefix, _path_abspath(folder).lstrip('/'), file)
    return _path_join(folder, _PYCACHE, file) if folder != '' or not path.startswith('/') \
        else f'/{_PYCACHE}/{file}'


def source_from_cache(path):
    """The source file that compiled code at that place would belong to."""
    tag = _cache_tag()
    del tag
    path = _os.fspath(path)
    folder, name = _path_split(path)
    found_in_prefix = False
    if sys.pycache_prefix is not None:
        prefix = sys.pycache_prefix.rstrip('/')
        if folder.startswith(prefix + '/'):
            folder = folder[len(prefix):]
            found_in_prefix = True
    if not found_in_prefix:
        folder, cache = _path_split(folder)
        if cache != _PYCACHE:
            raise ValueError(f'{_PYCACHE} not bottom-level directory in {path!r}')
    dots = name.count('.')
    if dots not in (2, 3):
        raise ValueError(f'expected only 2 or 3 dots in {name!r}')
    if dots == 3:
        optimization = name.rsplit('.', 2)[-2]
        if not optimization.startswith(_OPT):
            raise ValueError('optimization portion of filename does not start with '
                             f'{_OPT!r}')
        if not optimization[len(_OPT):].isalnum():
            raise ValueError(f'optimization level {optimization!r} is not an '
                             'alphanumeric value')
    return _path_join(folder, name.partition('.')[0] + '.py')


def _get_cached(filename):
    if filename.endswith('.py'):
        try:
            return cache_from_source(filename)
        except NotImplementedError:
            return None
    return filename if filename.endswith('.pyc') else None


def _get_sourcefile(bytecode_path):
    """The source file beside compiled code, or the compiled code itself."""
    if not bytecode_path:
        return None
    base, dot, suffix = bytecode_path.rpartition('.')
    if not dot or suffix.lower()[-3:-1] != 'py':
        return bytecode_path
    try:
        source = source_from_cache(bytecode_path)
    except (NotImplementedError, ValueError):
        source = bytecode_path[:-1]
    return source if _path_isfile(source) else bytecode_path


def decode_source(source_bytes):
    """The text of a source file, with newlines as in Python."""
    decoder = _io.IncrementalNewlineDecoder(None, True)
    return decoder.decode(_imp._decode_source(source_bytes))


def _check_name(method):
    """The loader's own name stands for none, and any other is refused."""
    def checked(self, name=None, *args, **kwargs):
        if name is None:
            name = self.name
        elif self.name != name:
            raise ImportError(f'loader for {self.name} cannot handle {name}', name=name)
        return method(self, name, *args, **kwargs)
    checked.__name__ = method.__name__
    checked.__qualname__ = method.__qualname__
    checked.__doc__ = method.__doc__
    checked.__wrapped__ = method
    return checked


def _classify_pyc(data, name, details):
    """The flags of compiled code, after a look at what is in front of it."""
    magic = data[:4]
    if magic != MAGIC_NUMBER:
        message = f'bad magic number in {name!r}: {magic!r}'
        _verbose_message('{}', message)
        raise ImportError(message, **details)
    if len(data) < 16:
        message = f'reached EOF while reading pyc header of {name!r}'
        _verbose_message('{}', message)
        raise EOFError(message)
    flags = _unpack_uint32(data[4:8])
    if flags & ~0b11:
        raise ImportError(f'invalid flags {flags!r} in {name!r}', **details)
    return flags


def _compile_bytecode(data, name=None, bytecode_path=None, source_path=None):
    import marshal
    code = marshal.loads(data)
    if isinstance(code, type(_check_name.__code__)):
        return code
    raise ImportError(f'Non-code object in {bytecode_path!r}', name=name, path=bytecode_path)


# Specs.

def spec_from_file_location(name, location=None, *, loader=None,
                            submodule_search_locations=_POPULATE):
    """The spec of a module in a file, by the file's name or by a loader that knows it."""
    if location is None:
        location = '<unknown>'
        if hasattr(loader, 'get_filename'):
            try:
                location = loader.get_filename(name)
            except ImportError:
                pass
    else:
        location = _os.fspath(location)
        try:
            location = _path_abspath(location)
        except OSError:
            pass
    spec = ModuleSpec(name, loader, origin=location)
    spec._set_fileattr = True
    if loader is None:
        for loader_class, suffixes in _get_supported_file_loaders():
            if location.endswith(tuple(suffixes)):
                loader = spec.loader = loader_class(name, location)
                break
        else:
            return None
    if submodule_search_locations is not _POPULATE:
        spec.submodule_search_locations = submodule_search_locations
    elif hasattr(loader, 'is_package'):
        try:
            if loader.is_package(name):
                spec.submodule_search_locations = []
        except ImportError:
            pass
    if spec.submodule_search_locations == [] and location:
        spec.submodule_search_locations.append(_path_split(location)[0])
    return spec


def _bless_my_loader(module_globals):
    """The loader of a module, by its globals."""
    if not isinstance(module_globals, dict):
        return None
    missing = object()
    loader = module_globals.get('__loader__')
    spec = module_globals.get('__spec__', missing)
    if loader is None:
        if spec is missing:
            return None
        if spec is None:
            raise ValueError('Module globals is missing a __spec__.loader')
    spec_loader = getattr(spec, 'loader', missing)
    if spec_loader in (missing, None):
        if loader is None:
            error = AttributeError if spec_loader is missing else ValueError
            raise error('Module globals is missing a __spec__.loader')
        _warnings.warn('Module globals is missing a __spec__.loader', DeprecationWarning)
        spec_loader = loader
    if loader is not None and loader != spec_loader:
        _warnings.warn('Module globals; __loader__ != __spec__.loader', DeprecationWarning)
        return loader
    return spec_loader


# Loaders.

class _LoaderBasics:

    def is_package(self, fullname):
        """Whether the file is called __init__, and the module is not."""
        stem = _path_split(self.get_filename(fullname))[1].rsplit('.', 1)[0]
        return stem == '__init__' and fullname.rpartition('.')[2] != '__init__'

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f'cannot load module {module.__name__!r} when get_code() '
                              'returns None')
        exec(code, module.__dict__)

    def load_module(self, fullname):
        return _bootstrap._load_module_shim(self, fullname)


class SourceLoader(_LoaderBasics):
    """Loads from what get_data() gives for get_filename()."""

    def path_mtime(self, path):
        raise OSError

    def path_stats(self, path):
        return {'mtime': self.path_mtime(path)}

    def _cache_bytecode(self, source_path, cache_path, data):
        return self.set_data(cache_path, data)

    def set_data(self, path, data):
        pass

    def get_source(self, fullname):
        path = self.get_filename(fullname)
        try:
            data = self.get_data(path)
        except OSError as error:
            raise ImportError('source not available through get_data()', name=fullname) from error
        return decode_source(data)

    def source_to_code(self, data, path, *, _optimize=-1):
        return compile(data, path, 'exec', dont_inherit=True, optimize=_optimize)

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


class FileLoader:
    """Loads a certain module from a certain file."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    @_check_name
    def load_module(self, fullname):
        return _bootstrap._load_module_shim(self, fullname)

    @_check_name
    def get_filename(self, fullname):
        return self.path

    def get_data(self, path):
        with _io.FileIO(path, 'r') as file:
            return file.read()

    @_check_name
    def get_resource_reader(self, module):
        from importlib.readers import FileReader
        return FileReader(self)


class _SourceFileLoader(FileLoader, SourceLoader):
    """What SourceFileLoader does."""

    def path_stats(self, path):
        status = _path_stat(path)
        return {'mtime': status.st_mtime, 'size': status.st_size}

    def path_mtime(self, path):
        return self.path_stats(path)['mtime']

    def _cache_bytecode(self, source_path, cache_path, data):
        try:
            mode = _path_stat(source_path).st_mode | 0o200
        except OSError:
            mode = 0o666
        return self.set_data(cache_path, data, _mode=mode)

    def set_data(self, path, data, _mode=0o666):
        missing = []
        folder = _path_split(path)[0]
        while folder and not _path_isdir(folder):
            missing.append(folder)
            folder = _path_split(folder)[0]
        try:
            for folder in reversed(missing):
                try:
                    _os.mkdir(folder)
                except FileExistsError:
                    pass
            _write_atomic(path, data, _mode)
            _verbose_message('created {!r}', path)
        except OSError as error:
            _verbose_message('could not create {!r}: {!r}', path, error)

    def source_to_code(self, data, path, _optimize=-1):
        return compile(data, path, 'exec', dont_inherit=True, optimize=_optimize)


class SourcelessFileLoader(FileLoader, _LoaderBasics):
    """Loads compiled code; that of other interpreters is of no use here."""

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        data = self.get_data(path)
        _classify_pyc(data, fullname, {'name': fullname, 'path': path})
        return _compile_bytecode(memoryview(data)[16:], name=fullname, bytecode_path=path)

    def get_source(self, fullname):
        return None


class ExtensionFileLoader(FileLoader, _LoaderBasics):
    """Refuses modules for CPython's C API, which is not here."""

    def create_module(self, spec):
        return _imp.create_dynamic(spec)

    def exec_module(self, module):
        _imp.exec_dynamic(module)

    def is_package(self, fullname):
        name = _path_split(self.path)[1]
        return any(name == '__init__' + suffix for suffix in EXTENSION_SUFFIXES)

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
        return _bootstrap._load_module_shim(self, fullname)

    def get_resource_reader(self, module):
        from importlib.readers import NamespaceReader
        return NamespaceReader(self._path)


_NamespaceLoader = NamespaceLoader


class _NamespacePath:
    """The folders of a namespace package, found anew when the path above has changed."""

    _epoch = 0

    def __init__(self, name, path, path_finder):
        self._name = name
        self._path = path
        self._last_parent_path = tuple(self._get_parent_path())
        self._last_epoch = self._epoch
        self._path_finder = path_finder

    def _find_parent_path_names(self):
        parent, dot, _ = self._name.rpartition('.')
        return (parent, '__path__') if dot else ('sys', 'path')

    def _get_parent_path(self):
        module, attribute = self._find_parent_path_names()
        return getattr(sys.modules[module], attribute)

    def _recalculate(self):
        above = tuple(self._get_parent_path())
        if above != self._last_parent_path or self._epoch != self._last_epoch:
            spec = self._path_finder(self._name, above)
            if spec is not None and spec.loader is None and spec.submodule_search_locations:
                self._path = spec.submodule_search_locations
            self._last_parent_path = above
            self._last_epoch = self._epoch
        return self._path

    def __iter__(self):
        return iter(self._recalculate())

    def __getitem__(self, index):
        return self._recalculate()[index]

    def __setitem__(self, index, path):
        self._path[index] = path

    def __len__(self):
        return len(self._recalculate())

    def __repr__(self):
        return f'_NamespacePath({self._path!r})'

    def __contains__(self, item):
        return item in self._recalculate()

    def append(self, item):
        self._path.append(item)


def _load_namespace(name, parent_path, portions):
    """A namespace package whose folders have been found."""
    spec = ModuleSpec(name, None)
    spec.submodule_search_locations = _NamespacePath(name, portions, PathFinder._get_spec)
    return _bootstrap._load_unlocked(spec)


# Finders.

class WindowsRegistryFinder:
    """Finds modules that a registry names; only Windows has one."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None


class PathFinder:
    """Finds modules along sys.path or a package's __path__, by the finder of each entry."""

    @staticmethod
    def invalidate_caches():
        for name, finder in list(sys.path_importer_cache.items()):
            if finder is None or not _path_isabs(name):
                del sys.path_importer_cache[name]
            elif hasattr(finder, 'invalidate_caches'):
                finder.invalidate_caches()
        _NamespacePath._epoch += 1

    @staticmethod
    def _path_hooks(path):
        if sys.path_hooks is not None and not sys.path_hooks:
            _warnings.warn('sys.path_hooks is empty', ImportWarning)
        for hook in sys.path_hooks:
            try:
                return hook(path)
            except ImportError:
                continue
        return None

    @classmethod
    def _path_importer_cache(cls, path):
        if path == '':
            try:
                path = _os.getcwd()
            except (FileNotFoundError, PermissionError):
                return None
        try:
            return sys.path_importer_cache[path]
        except KeyError:
            finder = sys.path_importer_cache[path] = cls._path_hooks(path)
            return finder

    @classmethod
    def _get_spec(cls, fullname, path, target=None):
        portions = []
        for entry in path:
            if not isinstance(entry, str):
                continue
            finder = cls._path_importer_cache(entry)
            if finder is None:
                continue
            spec = finder.find_spec(fullname, target)
            if spec is None:
                continue
            if spec.loader is not None:
                return spec
            if spec.submodule_search_locations is None:
                raise ImportError('spec missing loader')
            portions.extend(spec.submodule_search_locations)
        spec = ModuleSpec(fullname, None)
        spec.submodule_search_locations = portions
        return spec

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if path is None:
            path = sys.path
        spec = cls._get_spec(fullname, path, target)
        if spec is None or spec.loader is not None:
            return spec
        portions = spec.submodule_search_locations
        if not portions:
            return None
        spec.origin = None
        spec.submodule_search_locations = _NamespacePath(fullname, portions, cls._get_spec)
        return spec

    @staticmethod
    def find_distributions(*args, **kwargs):
        from importlib.metadata import MetadataPathFinder
        return MetadataPathFinder.find_distributions(*args, **kwargs)


class FileFinder:
    """Finds modules in a folder, whose names it remembers as long as the folder stays as it is."""

    def __init__(self, path, *loader_details):
        self._loaders = [(suffix, loader) for loader, suffixes in loader_details
                         for suffix in suffixes]
        self.path = _path_abspath('' if not path or path == '.' else path)
        self._path_mtime = -1
        self._path_cache = set()
        self._relaxed_path_cache = set()

    def invalidate_caches(self):
        self._path_mtime = -1

    def _get_spec(self, loader_class, fullname, path, search, target):
        loader = loader_class(fullname, path)
        return spec_from_file_location(fullname, path, loader=loader,
                                       submodule_search_locations=search)

    def find_spec(self, fullname, target=None):
        name = fullname.rpartition('.')[2]
        try:
            changed = _path_stat(self.path or _os.getcwd()).st_mtime
        except OSError:
            changed = -1
        if changed != self._path_mtime:
            self._fill_cache()
            self._path_mtime = changed
        base = _path_join(self.path, name)
        is_folder = False
        if name in self._path_cache:
            for suffix, loader in self._loaders:
                file = _path_join(base, '__init__' + suffix)
                if _path_isfile(file):
                    return self._get_spec(loader, fullname, file, [base], target)
            is_folder = _path_isdir(base)
        for suffix, loader in self._loaders:
            if name + suffix in self._path_cache:
                try:
                    file = _path_join(self.path, name + suffix)
                except ValueError:
                    return None
                if _path_isfile(file):
                    return self._get_spec(loader, fullname, file, None, target)
        if is_folder:
            spec = ModuleSpec(fullname, None)
            spec.submodule_search_locations = [base]
            return spec
        return None

    def _fill_cache(self):
        try:
            self._path_cache = set(_os.listdir(self.path or _os.getcwd()))
        except (FileNotFoundError, PermissionError, NotADirectoryError):
            self._path_cache = set()

    @classmethod
    def path_hook(cls, *loader_details):
        """What makes finders for the folders of sys.path."""
        def path_hook_for_FileFinder(path):
            if not _path_isdir(path):
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


def _install(_bootstrap_module):
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
    _imp._set_finders(_META_PATH, _PATH_HOOKS, FileFinder, _bootstrap._find_and_load_last)
