# What modules know of where they come from, and specs made by hand.
import importlib
import importlib.machinery
import importlib.util
import os
import sys

import _package.child
import _plain

here = os.path.dirname(os.path.abspath(__file__))


def show(value):
    print(repr(value).replace(here, 'HERE').split(' object at ')[0])


show(_plain)
print(_plain.names)
spec = _plain.__spec__
print(type(spec), type(spec.loader), spec.loader is _plain.__loader__)
print(sorted(name for name in vars(spec) if name != '_initializing'))
print(spec.name, spec.parent == '', spec.has_location, spec.submodule_search_locations)
print(spec.origin == _plain.__file__, spec.cached == _plain.__cached__)
print(os.path.basename(os.path.dirname(_plain.__cached__)))
print(_package.inside, _package.child.value, _package.child.__package__)
print(_package.__path__ == _package.__spec__.submodule_search_locations == [here + '/_package'])
print(sys, sys.__spec__, sys.__loader__, sys.__package__ == '')
print(__spec__, type(__loader__).__name__, __loader__.name, __package__)

print(importlib.util.find_spec('_plain') is spec, importlib.util.find_spec('_nothing'))
print(importlib.util.find_spec('.child', '_package').name)
for name in ('_plain.x', '__main__'):
    try:
        importlib.util.find_spec(name)
    except Exception as error:
        print(type(error).__name__, error)

made = importlib.util.spec_from_file_location('other', here + '/_plain.py')
show(made)
module = importlib.util.module_from_spec(made)
print(module.__name__, hasattr(module, 'x'), 'other' in sys.modules)
made.loader.exec_module(module)
print(module.x, module.names)
print(made == importlib.util.spec_from_file_location('other', here + '/_plain.py'))
print(made == importlib.util.spec_from_file_location('others', here + '/_plain.py'), made == 5)
print(importlib.util.spec_from_file_location('other', 'a.txt'))

bare = importlib.machinery.ModuleSpec('a.b', None, origin='somewhere', is_package=True)
print(bare, bare.parent, bare.cached, bare.has_location)
bare.has_location = True
bare.cached = 'x'
bare.extra = 1
print(bare.cached, vars(bare)['_set_fileattr'], bare.extra)
try:
    bare.parent = 'q'
except AttributeError as error:
    print('AttributeError')
loader = importlib.machinery.SourceFileLoader('_plain', here + '/_plain.py')
print(loader == _plain.__loader__, hash(loader) == hash(_plain.__loader__), loader.is_package('_plain'))
print(loader.get_source('_plain').splitlines()[1], loader.get_code('_plain').co_names[:2])
print(loader.get_data(here + '/_package/data.txt'), loader.get_filename() == loader.path)
try:
    loader.get_code('other')
except ImportError as error:
    print(error, error.name)


class Upper(importlib.machinery.SourceFileLoader):
    def get_data(self, path):
        return super().get_data(path).replace(b'x = 1', b'x = 100')


made = importlib.util.spec_from_file_location('upper', here + '/_plain.py', loader=Upper('upper', here + '/_plain.py'))
module = importlib.util.module_from_spec(made)
made.loader.exec_module(module)
print(module.x, type(made.loader).__mro__[1].__name__)

_plain.x = 2
_plain.kept = 3
print(importlib.reload(_plain) is _plain, _plain.x, _plain.kept)
for wrong in (5, type(sys)('unknown')):
    try:
        importlib.reload(wrong)
    except Exception as error:
        print(type(error).__name__, error)

for text in ("module('m')", "module('m', 'doc')"):
    print(eval(text, {'module': type(sys)}))
odd = type(sys)('odd')
odd.__file__ = 'odd.py'
print(odd)
del odd.__file__
odd.__loader__ = 5
print(odd)
odd.__spec__ = importlib.machinery.ModuleSpec('spec', 6)
print(odd)
odd.__spec__.origin = 'origin'
print(odd)
odd.__spec__.has_location = True
print(odd)
