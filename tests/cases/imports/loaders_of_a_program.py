# Loaders with and without exec_module() and create_module(): what is made, what is refused, and what
# a reload does.
import importlib
import importlib.util
import sys
import types
import warnings
from importlib.machinery import ModuleSpec


class Filling:
    def exec_module(self, module):
        module.x = getattr(module, 'x', 0) + 1


class Whole(Filling):
    def create_module(self, spec):
        return None


class Failing(Whole):
    def exec_module(self, module):
        raise KeyError(module.__name__)


class Replacing(Whole):
    def exec_module(self, module):
        sys.modules[module.__name__] = types.SimpleNamespace(instead=module.__name__)


class Old:
    def load_module(self, name):
        module = sys.modules.setdefault(name, types.ModuleType(name))
        return module


LOADERS = {'half': Filling, 'whole': Whole, 'whole.inner': Whole, 'failing': Failing, 'old': Old,
           'replacing': Replacing}


class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == 'without':
            return ModuleSpec(name, None)
        if name in LOADERS:
            return ModuleSpec(name, LOADERS[name](), is_package=name == 'whole')


def attempt(function, *args):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter('always')
        try:
            print(type(function(*args)).__name__, end=' ')
        except Exception as error:
            print(type(error).__name__, error, end=' ')
    print([str(each.message) for each in told])


sys.meta_path[:0] = [object(), Finder()]
for name in [*LOADERS, 'without', 'whole.missing', 'old.inner']:
    attempt(importlib.import_module, name)
    module = sys.modules.get(name)
    if module is not None and hasattr(module, '__spec__'):
        print(' ', module.__loader__ is module.__spec__.loader, repr(module.__package__),
              hasattr(module, '__path__'), list(sys.modules)[-1])
print(sys.modules['whole'].inner.x)
for name in ['whole', 'whole.inner', 'old']:
    attempt(importlib.reload, sys.modules[name])
print(sys.modules['whole'].x)
del sys.modules['whole']
attempt(importlib.reload, sys.modules['whole.inner'])
attempt(importlib.reload, types.ModuleType('elsewhere'))
attempt(importlib.reload, 'whole')
attempt(importlib.util.module_from_spec, ModuleSpec('half', Filling()))
attempt(importlib.util.module_from_spec, ModuleSpec('bare', None))
