"""Help for writing finders and loaders."""

import _imp
import sys
import types
from ._abc import Loader
from ._bootstrap import module_from_spec, spec_from_loader, _absolute_name, _find_spec
from ._bootstrap_external import (
    MAGIC_NUMBER, cache_from_source, decode_source, source_from_cache, spec_from_file_location,
)


def source_hash(source_bytes):
    """A hash of a source, as compiled code would name it by."""
    return _imp.source_hash(_imp.pyc_magic_number_token, source_bytes)


def resolve_name(name, package):
    """The absolute name of a relative one."""
    inner = name.lstrip('.') if name.startswith('.') else name
    level = len(name) - len(inner)
    if level and not package:
        raise ImportError(f'no package specified for {name!r} (required for relative module names)')
    return _absolute_name(inner, package, level)


def _known_spec(name):
    """The spec of a module that is imported already."""
    if sys.modules[name] is None:
        return None
    absent = object()
    spec = getattr(sys.modules[name], '__spec__', absent)
    if spec is None or spec is absent:
        raise ValueError(f"{name}.__spec__ is {'not set' if spec is absent else None}")
    return spec


def _find_spec_from_path(name, path=None):
    """The spec of a module along a path, without importing its parents."""
    return _known_spec(name) if name in sys.modules else _find_spec(name, path)


def _path_above(fullname):
    """The path that a module is looked for on; its parents are imported."""
    parent = fullname.rpartition('.')[0]
    if not parent:
        return None
    package = __import__(parent, fromlist=['__path__'])
    try:
        return package.__path__
    except AttributeError as error:
        raise ModuleNotFoundError(f'__path__ attribute not found on {parent!r} while trying to find '
                                  f'{fullname!r}', name=fullname) from error


def find_spec(name, package=None):
    """The spec of a module, or None; parents of a dotted name are imported."""
    fullname = resolve_name(name, package)
    return _known_spec(fullname) if fullname in sys.modules \
        else _find_spec(fullname, _path_above(fullname))


class _incompatible_extension_module_restrictions:
    """Would choose which extension modules subinterpreters may load; there are none of either."""

    def __init__(self, *, disable_check):
        self.disable_check = bool(disable_check)

    def __enter__(self):
        self.old = _imp._override_multi_interp_extensions_check(self.override)

    def __exit__(self, *args):
        old = self.old
        del self.old
        _imp._override_multi_interp_extensions_check(old)

    @property
    def override(self):
        return -1 if self.disable_check else 1


class _LazyModule(types.ModuleType):
    """A module that is loaded when somebody first asks for something in it."""

    def __getattribute__(self, attr):
        wait = object.__getattribute__(self, '__spec__').loader_state
        # While it is loaded, its loader and its own code see it as it is.
        look = types.ModuleType.__getattribute__ if wait.is_under_way(self) else getattr
        return look(self, attr)

    def __delattr__(self, attr):
        self.__getattribute__(attr)
        delattr(self, attr)


class _Wait:
    """Until a module is needed: what its namespace was, and who loads it then."""

    def __init__(self, module):
        import threading
        self.before = module.__dict__.copy()
        self.lock = threading.RLock()
        self.loading = False

    def is_under_way(self, module):
        """Loads the module, unless that has been done; whether it is being done just now."""
        with self.lock:
            if object.__getattribute__(module, '__class__') is not _LazyModule:
                return False
            if self.loading:
                return True
            self.loading = True
            self._load(module, object.__getattribute__(module, '__dict__'))
            return False

    def _load(self, module, namespace):
        spec = namespace['__spec__']
        absent = object()
        changed = {key: value for key, value in namespace.items()
                   if self.before.get(key, absent) is not value}
        # The module's code may set another one.
        name = spec.name
        spec.loader.exec_module(module)
        if sys.modules.get(name, module) is not module:
            raise ValueError(f'module object for {name!r} substituted in sys.modules during a lazy '
                             'load')
        # What was set meanwhile counts more than what the module's code says.
        namespace.update(changed)
        if object.__getattribute__(module, '__class__') is _LazyModule:
            # The module's code may have chosen another class.
            object.__setattr__(module, '__class__', types.ModuleType)


def _check_eager(loader):
    if not hasattr(loader, 'exec_module'):
        raise TypeError('loader must define exec_module()')


class LazyLoader(Loader):
    """Has another loader wait until something of the module is needed."""

    @classmethod
    def factory(cls, loader):
        """Makes of a class of loaders one whose modules are loaded lazily."""
        _check_eager(loader)
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))

    def __init__(self, loader):
        _check_eager(loader)
        self.loader = loader

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        module.__loader__ = module.__spec__.loader = self.loader
        module.__spec__.loader_state = _Wait(module)
        module.__class__ = _LazyModule


__all__ = ['LazyLoader', 'Loader', 'MAGIC_NUMBER', 'cache_from_source', 'decode_source',
           'find_spec', 'module_from_spec', 'resolve_name', 'source_from_cache', 'source_hash',
           'spec_from_file_location', 'spec_from_loader']
