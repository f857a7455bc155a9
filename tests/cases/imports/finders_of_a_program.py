# Finders and loaders in sys.meta_path and sys.path_hooks take part in imports.
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
import warnings

log = []


class Loader(importlib.abc.InspectLoader):
    def __init__(self, source, file):
        self.source = source
        self.file = file

    def get_source(self, name):
        return self.source

    def get_filename(self, name):
        return self.file


class Finder:
    sources = {'virtual': 'x = 5', 'family': '', 'family.child': 'from . import other as found',
               'family.other': 'y = 6', 'broken': '1 / 0', 'early': 'import late',
               'late': 'import early; early.missing'}

    @classmethod
    def find_spec(cls, name, path, target=None):
        log.append((name, path))
        if name == 'angry':
            raise ValueError('no such luck')
        if name == 'empty':
            return importlib.machinery.ModuleSpec(name, None)
        if name in cls.sources:
            spec = importlib.util.spec_from_loader(name, Loader(cls.sources[name], f'mem:{name}'))
            if name == 'family':
                spec.submodule_search_locations = ['mem:family']
            return spec


class OldLoader:
    def load_module(self, name):
        module = sys.modules[name] = type(sys)(name)
        module.old = True
        return module


sys.meta_path.insert(0, Finder)
import virtual
import family.child
print(virtual.x, virtual, virtual.__file__, family.child.found.y, family.child.__spec__.parent)
print(log)
for name in ('angry', 'empty', 'broken', 'early', 'nowhere', 'family.nowhere', 'virtual.inside'):
    try:
        importlib.import_module(name)
    except Exception as error:
        print(type(error).__name__, error)
        depth = 0
        trace = error.__traceback__
        while trace:
            depth += trace.tb_frame.f_code.co_filename.startswith('mem:')
            trace = trace.tb_next
        print(depth, name in sys.modules)
sys.meta_path.remove(Finder)


class EntryFinder:
    def __init__(self, entry):
        if not entry.startswith('memory'):
            raise ImportError
        self.entry = entry

    def find_spec(self, name, target=None):
        if name == 'remembered':
            return importlib.util.spec_from_loader(name, Loader('z = 9', 'memory.py'))
        if name == 'spread':
            spec = importlib.machinery.ModuleSpec(name, None)
            spec.submodule_search_locations = [self.entry + '/spread']
            return spec
        if name == 'aged':
            return importlib.util.spec_from_loader(name, OldLoader())


sys.path_hooks.append(EntryFinder)
sys.path += ['memory1', 'memory2']
import remembered
import spread
print(remembered.z, remembered, list(spread.__path__), spread)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    import aged
    print(aged.old, aged.__spec__.name, [str(each.message) for each in caught])
print(type(sys.path_importer_cache['memory1']).__name__)
sys.path.remove('memory1')
sys.path.remove('memory2')
sys.path_hooks.remove(EntryFinder)
sys.path_importer_cache.clear()
importlib.invalidate_caches()

kept = sys.meta_path
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    sys.meta_path = []
    try:
        import nowhere
    except ImportError as error:
        print(error, [str(each.message) for each in caught])
    sys.meta_path = None
    try:
        import nowhere
    except ImportError as error:
        print(error)
sys.meta_path = kept
import _plain
print(_plain.x)
