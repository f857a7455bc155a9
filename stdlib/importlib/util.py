"""Help for writing finders and loaders."""

import _imp
import sys
import types
from ._abc import Loader
from ._bootstrap import module_from_spec, spec_from_loader, _find_spec, _resolve_name
from ._bootstrap_external import (
    MAGIC_NUMBER, _RAW_MAGIC_NUMBER, cache_from_source, decode_source, source_from_cache,
    spec_from_file_location,
)


def source_hash(source_bytes):
    """A hash of a source, as compiled code would name it by."""
    return _imp.source_hash(_RAW_MAGIC_NUMBER, source_bytes)


def resolve_name(name, package):
    """The absolute name of a relative one."""
    if not name.startswith('.'):
        return name
    if not package:
        raise ImportError(f'no package specified for {name!r} (required for relative module names)')
    level = len(name) - len(name.lstrip('.'))
    return _resolve_name(name[level:], package, level)


def _known_spec(name):
    """The spec of a module that is imported already."""
    module = sys.modules[name]
    if module is None:
        return None
    try:
        spec = module.__spec__
    except AttributeError:
        raise ValueError(f'{name}.__spec__ is not set') from None
    if spec is None:
        raise ValueError(f'{name}.__spec__ is None')
    return spec


def _find_spec_from_path(name, path=None):
    """The spec of a module along a path, without importing its parents."""
    return _known_spec(name) if name in sys.modules else _find_spec(name, path)


def find_spec(name, package=None):
    """The spec of a module, or None; parents of a dotted name are imported."""
    fullname = resolve_name(name, package) if name.startswith('.') else name
    if fullname in sys.modules:
        return _known_spec(fullname)
    parent_name = fullname.rpartition('.')[0]
    path = None
    if parent_name:
        parent = __import__(parent_name, fromlist=['__path__'])
        try:
            path = parent.__path__
        except AttributeError as error:
            raise ModuleNotFoundError(
                f'__path__ attribute not found on {parent_name!r} while trying to find '
                f'{fullname!r}', name=fullname) from error
    return _find_spec(fullname, path)


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
        spec = object.__getattribute__(self, '__spec__')
        state = spec.loader_state
        with state['lock']:
            if object.__getattribute__(self, '__class__') is _LazyModule:
                own = object.__getattribute__(self, '__dict__')
                if state['is_loading']:
                    # The loader asks, or the module itself while it is executed.
                    return types.ModuleType.__getattribute__(self, attr)
                state['is_loading'] = True
                _load_lazily(self, spec, state, own)
        return getattr(self, attr)

    def __delattr__(self, attr):
        self.__getattribute__(attr)
        delattr(self, attr)


def _load_lazily(module, spec, state, own):
    name = own['__spec__'].name
    before = state['__dict__']
    changed = {key: value for key, value in own.items()
               if key not in before or before[key] is not value}
    spec.loader.exec_module(module)
    if name in sys.modules and module is not sys.modules[name]:
        raise ValueError(f'module object for {name!r} substituted in sys.modules during a lazy '
                         'load')
    # What was set meanwhile counts more than what the module's code says.
    own.update(changed)
    if object.__getattribute__(module, '__class__') is _LazyModule:
        # The module's code may have chosen another class.
        object.__setattr__(module, '__class__', types.ModuleType)


class LazyLoader(Loader):
    """Has another loader wait until something of the module is needed."""

    @staticmethod
    def __check_eager_loader(loader):
        if not hasattr(loader, 'exec_module'):
            raise TypeError('loader must define exec_module()')

    @classmethod
    def factory(cls, loader):
        """Makes of a class of loaders one whose modules are loaded lazily."""
        cls.__check_eager_loader(loader)
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))

    def __init__(self, loader):
        self.__check_eager_loader(loader)
        self.loader = loader

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        import threading
        module.__spec__.loader = self.loader
        module.__loader__ = self.loader
        module.__spec__.loader_state = {
            '__dict__': module.__dict__.copy(),
            '__class__': module.__class__,
            'lock': threading.RLock(),
            'is_loading': False,
        }
        module.__class__ = _LazyModule


__all__ = ['LazyLoader', 'Loader', 'MAGIC_NUMBER', 'cache_from_source', 'decode_source',
           'find_spec', 'module_from_spec', 'resolve_name', 'source_from_cache', 'source_hash',
           'spec_from_file_location', 'spec_from_loader']
