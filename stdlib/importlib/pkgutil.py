"""Modules of packages: listing and finding them."""

import importlib
import importlib.machinery
import importlib.util
import os
import os.path
import re
import sys
from collections import namedtuple
from functools import singledispatch as simplegeneric
from types import ModuleType
from zipimport import _zip_directory_cache, zipimporter

__all__ = ['get_importer', 'iter_importers', 'get_loader', 'find_loader', 'walk_packages',
           'iter_modules', 'get_data', 'read_code', 'extend_path', 'ModuleInfo']

ModuleInfo = namedtuple('ModuleInfo', 'module_finder name ispkg')
ModuleInfo.__doc__ = 'What iter_modules() tells of a module.'


def read_code(stream):
    """The code object in an open file with compiled code, or None."""
    import marshal
    if stream.read(4) != importlib.util.MAGIC_NUMBER:
        return None
    stream.read(12)
    return marshal.load(stream)


def walk_packages(path=None, prefix='', onerror=None):
    """All modules along a path, and those in the packages there, which are imported."""
    seen = set()
    for info in iter_modules(path, prefix):
        yield info
        if not info.ispkg:
            continue
        try:
            __import__(info.name)
        except ImportError:
            if onerror is not None:
                onerror(info.name)
        except Exception:
            if onerror is None:
                raise
            onerror(info.name)
        else:
            # A folder that is met twice would be walked through for ever.
            below = getattr(sys.modules[info.name], '__path__', None) or []
            below = [folder for folder in below if folder not in seen]
            seen.update(below)
            yield from walk_packages(below, info.name + '.', onerror)


def iter_modules(path=None, prefix=''):
    """The modules along a path, sys.path if none is given."""
    if path is None:
        importers = iter_importers()
    elif isinstance(path, str):
        raise ValueError('path must be None or list of paths to look for modules in')
    else:
        importers = map(get_importer, path)
    told = set()
    for importer in importers:
        for name, ispkg in iter_importer_modules(importer, prefix):
            if name not in told:
                told.add(name)
                yield ModuleInfo(importer, name, ispkg)


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
    path_item = os.fsdecode(path_item)
    if path_item in sys.path_importer_cache:
        return sys.path_importer_cache[path_item]
    for hook in sys.path_hooks:
        try:
            importer = hook(path_item)
        except ImportError:
            continue
        return sys.path_importer_cache.setdefault(path_item, importer)
    return None


def iter_importers(fullname=''):
    """The finders that would be asked for a module."""
    if fullname.startswith('.'):
        raise ImportError(f'Relative module name {fullname!r} not supported')
    if '.' in fullname:
        package = importlib.import_module(fullname.rpartition('.')[0])
        path = getattr(package, '__path__', None)
        if path is None:
            return
    else:
        yield from sys.meta_path
        path = sys.path
    yield from map(get_importer, path)


def _deprecated(name, instead):
    import warnings
    warnings.warn(f'{name!r} is deprecated and slated for removal in Python 3.14; '
                  f'use importlib.util.find_spec() instead', DeprecationWarning, stacklevel=3)


def get_loader(module_or_name):
    """The loader of a module; deprecated."""
    _deprecated('pkgutil.get_loader', 'importlib.util.find_spec()')
    if module_or_name in sys.modules:
        module_or_name = sys.modules[module_or_name]
        if module_or_name is None:
            return None
    if isinstance(module_or_name, ModuleType):
        loader = getattr(module_or_name, '__loader__', None)
        if loader is not None:
            return loader
        if getattr(module_or_name, '__spec__', None) is None:
            return None
        return _loader_of(module_or_name.__name__)
    return _loader_of(module_or_name)


def find_loader(fullname):
    """The loader of a module by its name; deprecated."""
    _deprecated('pkgutil.find_loader', 'importlib.util.find_spec()')
    return _loader_of(fullname)


def _loader_of(fullname):
    if fullname.startswith('.'):
        raise ImportError(f'Relative module name {fullname!r} not supported')
    try:
        spec = importlib.util.find_spec(fullname)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise ImportError(f'Error while finding loader for {fullname!r} '
                          f'({type(error)}: {error})') from error
    return None if spec is None else spec.loader


def extend_path(path, name):
    """The folders of a package that is spread over several entries of sys.path."""
    if not isinstance(path, list):
        return path
    path = path[:]
    parent, _, last = name.rpartition('.')
    if parent:
        try:
            above = sys.modules[parent].__path__
        except (KeyError, AttributeError):
            return path
    else:
        above = sys.path
    for folder in above:
        if not isinstance(folder, str):
            continue
        finder = get_importer(folder)
        if finder is not None:
            portions = []
            if hasattr(finder, 'find_spec'):
                spec = finder.find_spec(last)
                if spec is not None:
                    portions = spec.submodule_search_locations or []
            elif hasattr(finder, 'find_loader'):
                portions = finder.find_loader(last)[1]
            path += [each for each in dict.fromkeys(portions) if each not in path]
        listed = os.path.join(folder, name + '.pkg')
        if os.path.isfile(listed):
            try:
                with open(listed) as file:
                    lines = [line.rstrip('\n') for line in file]
            except OSError as error:
                sys.stderr.write(f"Can't open {listed}: {error}\n")
            else:
                path += [line for line in lines if line and not line.startswith('#')]
    return path


def get_data(package, resource):
    """The bytes of a file in a package, or None if its loader cannot give them."""
    spec = importlib.util.find_spec(package)
    if spec is None:
        return None
    loader = spec.loader
    if loader is None or not hasattr(loader, 'get_data'):
        return None
    module = sys.modules.get(package) or importlib._bootstrap._load(spec)
    if module is None or not hasattr(module, '__file__'):
        return None
    parts = resource.split('/')
    parts.insert(0, os.path.dirname(module.__file__))
    return loader.get_data(os.path.join(*parts))


_NAME_PATTERN = None


def resolve_name(name):
    """The object that a text like 'package.module:function' or 'package.module.function' names."""
    global _NAME_PATTERN
    if _NAME_PATTERN is None:
        word = r'(?!\d)(\w+)(\.(?!\d)(\w+))*'
        _NAME_PATTERN = re.compile(f'^(?P<pkg>{word})(?P<cln>:(?P<obj>{word})?)?$', re.UNICODE)
    found = _NAME_PATTERN.match(name)
    if not found:
        raise ValueError(f'invalid format: {name!r}')
    if found.group('cln'):
        result = importlib.import_module(found.group('pkg'))
        names = found.group('obj')
        names = names.split('.') if names else []
    else:
        # The longest beginning that is a module, then attributes.
        names = name.split('.')
        module = names.pop(0)
        result = importlib.import_module(module)
        while names:
            try:
                result = importlib.import_module(f'{module}.{names[0]}')
            except ImportError:
                break
            module = f'{module}.{names.pop(0)}'
    for attribute in names:
        result = getattr(result, attribute)
    return result
