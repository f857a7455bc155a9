"""Modules of packages: listing and finding them."""

import importlib
import importlib.machinery
import importlib.util
import os
import os.path
import re
import sys
from collections import namedtuple
from functools import reduce, singledispatch as simplegeneric
from types import ModuleType
from zipimport import _zip_directory_cache, zipimporter

__all__ = ['get_importer', 'iter_importers', 'get_loader', 'find_loader', 'walk_packages',
           'iter_modules', 'get_data', 'read_code', 'extend_path', 'ModuleInfo']

ModuleInfo = namedtuple('ModuleInfo', 'module_finder name ispkg')
ModuleInfo.__doc__ = 'What iter_modules() tells of a module.'


def read_code(stream):
    """The code object in an open file with compiled code, or None."""
    if stream.read(4) == importlib.util.MAGIC_NUMBER:
        import marshal
        stream.read(12)
        return marshal.load(stream)
    return None


def walk_packages(path=None, prefix='', onerror=None):
    """All modules along a path, and those in the packages there, which are imported."""
    # What is left of each level, and the folders below it: one that is met twice would be walked
    # through for ever.
    levels = [(iter_modules(path, prefix), set())]
    while levels:
        modules, seen = levels[-1]
        info = next(modules, None)
        if info is None:
            levels.pop()
            continue
        yield info
        if info.ispkg and _can_import(info.name, onerror):
            below = getattr(sys.modules[info.name], '__path__', None) or ()
            below = [folder for folder in dict.fromkeys(below) if folder not in seen]
            seen.update(below)
            levels.append((iter_modules(below, info.name + '.'), set()))


def _can_import(name, onerror):
    """Imports a package, or tells that it cannot be imported."""
    try:
        __import__(name)
    except Exception as error:
        if onerror is not None:
            onerror(name)
        elif not isinstance(error, ImportError):
            raise
        return False
    return True


def iter_modules(path=None, prefix=''):
    """The modules along a path, sys.path if none is given."""
    if isinstance(path, str):
        raise ValueError('path must be None or list of paths to look for modules in')
    finders = iter_importers() if path is None else map(get_importer, path)
    all_modules = ((finder, module) for finder in finders
                   for module in iter_importer_modules(finder, prefix))
    told = set()
    for finder, (name, ispkg) in all_modules:
        if name not in told:
            told.add(name)
            yield ModuleInfo(finder, name, ispkg)


@simplegeneric
def iter_importer_modules(importer, prefix=''):
    """The modules that a finder knows, as (name, is a package)."""
    return importer.iter_modules(prefix) if hasattr(importer, 'iter_modules') else []


def _iter_file_finder_modules(importer, prefix=''):
    if importer.path is None or not os.path.isdir(importer.path):
        return
    try:
        names = sorted(os.listdir(importer.path))
    except OSError:
        return
    import inspect
    told = set()
    for file in names:
        name = inspect.getmodulename(file)
        if name == '__init__' or name in told:
            continue
        ispkg = False
        folder = os.path.join(importer.path, file)
        if not name and '.' not in file and os.path.isdir(folder):
            try:
                inside = os.listdir(folder)
            except OSError:
                inside = []
            ispkg = any(inspect.getmodulename(each) == '__init__' for each in inside)
            name = file if ispkg else None
        if name and '.' not in name:
            told.add(name)
            yield prefix + name, ispkg


iter_importer_modules.register(importlib.machinery.FileFinder, _iter_file_finder_modules)


def iter_zipimport_modules(importer, prefix=''):
    """The modules that an archive holds."""
    import inspect
    told = set()
    inside = importer.prefix
    for file in sorted(_zip_directory_cache[importer.archive]):
        if not file.startswith(inside):
            continue
        first, *rest = file[len(inside):].split('/')
        ispkg = len(rest) == 1 and rest[0].startswith('__init__.py')
        if rest and not ispkg:
            continue
        name = first if ispkg else inspect.getmodulename(first)
        if name and name != '__init__' and '.' not in name and name not in told:
            told.add(name)
            yield prefix + name, ispkg


iter_importer_modules.register(zipimporter, iter_zipimport_modules)


def get_importer(path_item):
    """The finder for an entry of a path, or None."""
    entry = os.fsdecode(path_item)
    known = sys.path_importer_cache
    if entry not in known:
        for finder in importlib._bootstrap_external._offers(entry):
            return known.setdefault(entry, finder)
    return known.get(entry)


def _refuse_relative(name):
    if name.startswith('.'):
        raise ImportError(f'Relative module name {name!r} not supported')


def iter_importers(fullname=''):
    """The finders that would be asked for a module."""
    _refuse_relative(fullname)
    parent = fullname.rpartition('.')[0]
    if not parent:
        yield from sys.meta_path
    path = getattr(importlib.import_module(parent), '__path__', ()) if parent else sys.path
    yield from map(get_importer, path or ())


def _deprecated(name):
    import warnings
    warnings.warn(f"'pkgutil.{name}' is deprecated and slated for removal in Python 3.14; "
                  'use importlib.util.find_spec() instead', DeprecationWarning, stacklevel=3)


def get_loader(module_or_name):
    """The loader of a module; deprecated."""
    _deprecated('get_loader')
    module = sys.modules.get(module_or_name, module_or_name)
    if module is None:
        return None
    if not isinstance(module, ModuleType):
        return _loader_of(module)
    loader = getattr(module, '__loader__', None)
    if loader is None and getattr(module, '__spec__', None) is not None:
        loader = _loader_of(module.__name__)
    return loader


def find_loader(fullname):
    """The loader of a module by its name; deprecated."""
    _deprecated('find_loader')
    return _loader_of(fullname)


def _loader_of(fullname):
    _refuse_relative(fullname)
    try:
        spec = importlib.util.find_spec(fullname)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise ImportError(f'Error while finding loader for {fullname!r} '
                          f'({type(error)}: {error})') from error
    return None if spec is None else spec.loader


def _portions(finder, name):
    """The folders of a package that a finder knows."""
    if hasattr(finder, 'find_spec'):
        spec = finder.find_spec(name)
        return None if spec is None else spec.submodule_search_locations
    return finder.find_loader(name)[1] if hasattr(finder, 'find_loader') else None


def _listed(file):
    """The folders that a file lists."""
    if not os.path.isfile(file):
        return
    try:
        with open(file) as lines:
            for line in lines.read().split('\n'):
                if line and not line.startswith('#'):
                    yield line
    except OSError as error:
        sys.stderr.write(f"Can't open {file}: {error}\n")


def extend_path(path, name):
    """The folders of a package that is spread over several entries of sys.path."""
    if not isinstance(path, list):
        return path
    path = path[:]
    parent, _, last = name.rpartition('.')
    try:
        above = sys.modules[parent].__path__ if parent else sys.path
    except (KeyError, AttributeError):
        return path
    for folder in above:
        if not isinstance(folder, str):
            continue
        finder = get_importer(folder)
        for portion in _portions(finder, last) or ():
            if portion not in path:
                path.append(portion)
        path += _listed(os.path.join(folder, f'{name}.pkg'))
    return path


def get_data(package, resource):
    """The bytes of a file in a package, or None if its loader cannot give them."""
    spec = importlib.util.find_spec(package)
    read = getattr(getattr(spec, 'loader', None), 'get_data', None)
    if read is None:
        return None
    module = sys.modules.get(package) or importlib._bootstrap._load(spec)
    if not hasattr(module, '__file__'):
        return None
    return read(os.path.join(os.path.dirname(module.__file__), *resource.split('/')))


_DOTTED = r'[^\W\d]\w*(?:\.[^\W\d]\w*)*'
_OBJECT = rf'({_DOTTED})(:(?:{_DOTTED})?)?'


def resolve_name(name):
    """The object that a text like 'package.module:function' or 'package.module.function' names."""
    parts = re.fullmatch(_OBJECT, name)
    if parts is None:
        raise ValueError(f'invalid format: {name!r}')
    module, inner = parts.groups()
    if inner is not None:
        attributes = inner[1:].split('.') if inner[1:] else []
        return reduce(getattr, attributes, importlib.import_module(module))
    # The longest beginning that is a module, then attributes.
    words = module.split('.')
    found = importlib.import_module(words[0])
    for count in range(2, len(words) + 1):
        try:
            found = importlib.import_module('.'.join(words[:count]))
        except ImportError:
            return reduce(getattr, words[count - 1:], found)
    return found
