# args: <FOLDER>
# importlib.util.LazyLoader: a module is executed when something of it is first asked for.
import importlib.util
import os
import sys

path = os.path.join(sys.argv[1], 'late.py')
with open(path, 'w') as file:
    file.write('print("executed", __name__)\nimport sys\nme = sys.modules[__name__]\nx = y = 1\n')


def lazily(name):
    spec = importlib.util.spec_from_file_location(name, path)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


late = lazily('late')
print('made', type(late).__name__)
late.y = 2
print(late.x, late.y, late.me is late, type(late).__name__)
second = lazily('second')
del second.x
print(hasattr(second, 'x'), second.y)
third = lazily('third')
sys.modules['third'] = second
try:
    third.x
except ValueError as error:
    print(error)
try:
    importlib.util.LazyLoader(5)
except TypeError as error:
    print(error)
