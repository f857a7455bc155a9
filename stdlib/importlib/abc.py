"""Abstract classes of finders and loaders."""

import abc
from . import _bootstrap_external
from . import machinery
from ._abc import Loader

__all__ = [
    'Loader', 'MetaPathFinder', 'PathEntryFinder', 'ResourceLoader', 'InspectLoader',
    'ExecutionLoader', 'FileLoader', 'SourceLoader',
]

_MOVED = {'ResourceReader', 'Traversable', 'TraversableResources'}


def __getattr__(name):
    if name not in _MOVED:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    import warnings
    import importlib.resources.abc as new_home
    warnings._deprecated(f'{__name__}.{name}', remove=(3, 14))
    # The next time it is found at once.
    return globals().setdefault(name, getattr(new_home, name))


class MetaPathFinder(metaclass=abc.ABCMeta):
    """What can stand in sys.meta_path."""

    def invalidate_caches(self):
        """Forgets what is remembered."""


class PathEntryFinder(metaclass=abc.ABCMeta):
    """What finds modules at one entry of a path."""

    def invalidate_caches(self):
        """Forgets what is remembered."""


class ResourceLoader(Loader):
    """What can give the bytes of files; deprecated."""

    def __init__(self):
        import warnings
        warnings.warn('importlib.abc.ResourceLoader is deprecated in favour of supporting resource '
                      'loading through importlib.resources.abc.TraversableResources.',
                      DeprecationWarning, stacklevel=2)
        super().__init__()

    @abc.abstractmethod
    def get_data(self, path):
        """The bytes of a file; OSError if there is none."""
        raise OSError


class InspectLoader(Loader):
    """What can show the source of modules."""

    def is_package(self, fullname):
        """Whether the module is a package."""
        raise ImportError

    def get_code(self, fullname):
        """The code object of the module, or None."""
        source = self.get_source(fullname)
        return None if source is None else self.source_to_code(source, *self._origin(fullname))

    def _origin(self, fullname):
        """The arguments of source_to_code() that tell where the source comes from."""
        return ()

    @abc.abstractmethod
    def get_source(self, fullname):
        """The text of the module's source, or None."""
        raise ImportError

    @staticmethod
    def source_to_code(data, path='<string>'):
        """The code object of a source."""
        return compile(data, path, 'exec', dont_inherit=True)

    exec_module = _bootstrap_external._CodeLoader.exec_module
    load_module = _bootstrap_external._CodeLoader.load_module


class ExecutionLoader(InspectLoader):
    """What loads modules that can be executed as scripts."""

    @abc.abstractmethod
    def get_filename(self, fullname):
        """What __file__ is to be."""
        raise ImportError

    def _origin(self, fullname):
        try:
            return (self.get_filename(fullname),)
        except ImportError:
            return ()


class FileLoader(_bootstrap_external.FileLoader, ResourceLoader, ExecutionLoader):
    """What loads modules from files."""


class SourceLoader(_bootstrap_external.SourceLoader, ResourceLoader, ExecutionLoader):
    """What loads modules from their source: get_filename() and get_data() suffice."""

    def path_mtime(self, path):
        """When the source was changed last."""
        import warnings
        warnings.warn('SourceLoader.path_mtime is deprecated in favour of '
                      'SourceLoader.path_stats().', DeprecationWarning, stacklevel=2)
        if self.path_stats.__func__ is SourceLoader.path_stats:
            raise OSError
        return int(self.path_stats(path)['mtime'])

    def path_stats(self, path):
        """What is known of the source: 'mtime' and perhaps 'size'."""
        if self.path_mtime.__func__ is SourceLoader.path_mtime:
            raise OSError
        return {'mtime': self.path_mtime(path)}

    def set_data(self, path, data):
        """Writes the bytes of a file, if that is possible."""


_REGISTERED = {
    MetaPathFinder: (
        machinery.BuiltinImporter, machinery.FrozenImporter, machinery.PathFinder,
        machinery.WindowsRegistryFinder,
    ),
    PathEntryFinder: (machinery.FileFinder,),
    InspectLoader: (machinery.BuiltinImporter, machinery.FrozenImporter, machinery.NamespaceLoader),
    ExecutionLoader: (machinery.ExtensionFileLoader, machinery.AppleFrameworkLoader),
    FileLoader: (machinery.SourceFileLoader, machinery.SourcelessFileLoader),
    SourceLoader: (machinery.SourceFileLoader,),
}
for _abstract, _classes in _REGISTERED.items():
    for _class in _classes:
        _abstract.register(_class)
