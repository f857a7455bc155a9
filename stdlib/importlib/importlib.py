"""Imports by function calls."""

__all__ = ['__import__', 'import_module', 'invalidate_caches', 'reload']

import sys

try:
    import _frozen_importlib as _bootstrap
    import _frozen_importlib_external as _bootstrap_external
except ImportError:
    # A program bars them; there are copies.
    from . import _bootstrap, _bootstrap_external
else:
    sys.modules['importlib._bootstrap'] = _bootstrap
    sys.modules['importlib._bootstrap_external'] = _bootstrap_external
__import__ = _bootstrap.__import__

# Modules that are being executed once more, by their names.
_repeated = {}


def _pack_uint32(number):
    """Four bytes, as they stand in front of compiled code."""
    return (int(number) % 2**32).to_bytes(4, 'little')


def invalidate_caches():
    """Has all finders forget what they remember of the system's files."""
    for finder in sys.meta_path:
        if hasattr(finder, 'invalidate_caches'):
            finder.invalidate_caches()


def import_module(name, package=None):
    """The module of that name, imported if need be; a relative name needs the package that it is
    relative to."""
    inner = name.lstrip('.') if name.startswith('.') else name
    if inner != name and not package:
        raise TypeError("the 'package' argument is required to perform a relative import for "
                        f'{name!r}')
    return _bootstrap._import(inner, package, len(name) - len(inner))


def _find_again(name, module):
    """The spec of a module that is there already."""
    path, parent = None, name.rpartition('.')[0]
    if parent:
        if parent not in sys.modules:
            raise ImportError(f'parent {parent!r} not in sys.modules', name=parent)
        path = sys.modules[parent].__path__
    return _bootstrap._find_spec(name, path, module)


def reload(module):
    """Executes a module once more, in the same namespace, and returns it."""
    spec = getattr(module, '__spec__', None)
    name = spec.name if hasattr(spec, 'name') else getattr(module, '__name__', _repeated)
    if name is _repeated:
        raise TypeError('reload() argument must be a module')
    if sys.modules.get(name) is not module:
        raise ImportError(f'module {name} not in sys.modules', name=name)
    if name in _repeated:
        return _repeated[name]
    _repeated[name] = module
    try:
        module.__spec__ = spec = _find_again(name, module)
        if spec is None:
            raise ModuleNotFoundError(f'spec not found for the module {name!r}', name=name)
        # It may have put another one in its place.
        return _bootstrap._exec(spec, module)
    finally:
        _repeated.pop(name, None)
