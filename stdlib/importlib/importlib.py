"""Imports by function calls."""

__all__ = ['__import__', 'import_module', 'invalidate_caches', 'reload']

import _imp
import sys

try:
    import _frozen_importlib as _bootstrap
    import _frozen_importlib_external as _bootstrap_external
except ImportError:
    from . import _bootstrap, _bootstrap_external
else:
    sys.modules['importlib._bootstrap'] = _bootstrap
    sys.modules['importlib._bootstrap_external'] = _bootstrap_external
__import__ = _bootstrap.__import__

_pack_uint32 = _bootstrap_external._pack_uint32
_unpack_uint32 = _bootstrap_external._unpack_uint32
_RELOADING = {}


def invalidate_caches():
    """Has all finders forget what they remember of the system's files."""
    for finder in sys.meta_path:
        if hasattr(finder, 'invalidate_caches'):
            finder.invalidate_caches()


def import_module(name, package=None):
    """The module of that name, imported if need be; a relative name needs the package that it is
    relative to."""
    level = 0
    if name.startswith('.'):
        if not package:
            raise TypeError("the 'package' argument is required to perform a relative import for "
                            f'{name!r}')
        level = len(name) - len(name.lstrip('.'))
    return _bootstrap._gcd_import(name[level:], package, level)


def reload(module):
    """Executes a module once more, in the same namespace, and returns it."""
    try:
        name = module.__spec__.name
    except AttributeError:
        try:
            name = module.__name__
        except AttributeError:
            raise TypeError('reload() argument must be a module') from None
    if sys.modules.get(name) is not module:
        raise ImportError(f'module {name} not in sys.modules', name=name)
    if name in _RELOADING:
        return _RELOADING[name]
    _RELOADING[name] = module
    try:
        parent = name.rpartition('.')[0]
        path = None
        if parent:
            if parent not in sys.modules:
                raise ImportError(f'parent {parent!r} not in sys.modules', name=parent)
            path = sys.modules[parent].__path__
        spec = module.__spec__ = _bootstrap._find_spec(name, path, module)
        if spec is None:
            raise ModuleNotFoundError(f'spec not found for the module {name!r}', name=name)
        _bootstrap._exec(spec, module)
        # It may have put another one in its place.
        return sys.modules[name]
    finally:
        _RELOADING.pop(name, None)
