# args: <FOLDER>
# runpy, and what pkgutil finds in packages.
import os
import pkgutil
import runpy
import sys

root = sys.argv[1]


def write(path, text=''):
    path = os.path.join(root, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as file:
        file.write(text)


write('alone.py', 'import sys\nname, args = __name__, sys.argv[0]\nin_modules = __name__ in sys.modules\n')
write('family/__init__.py', 'here = 1\n')
write('family/__main__.py', 'print(__name__, __package__, __spec__.name)\n')
write('family/child/__init__.py')
write('family/child/grandchild.py')
write('family/broken.py', 'raise ValueError("broken")\n')
write('family/data.txt', 'resource')
write('bare/inner.py')
sys.path.insert(0, root)


def show(names):
    print({name: names[name] for name in ('__name__', '__package__', 'name', 'in_modules') if name in names})


show(runpy.run_module('alone'))
show(runpy.run_module('alone', {'given': 1}, 'other', alter_sys=True))
show(runpy.run_path(os.path.join(root, 'alone.py'), run_name='third'))
print(runpy.run_path(os.path.join(root, 'alone.py'))['args'] == os.path.join(root, 'alone.py'))
runpy.run_module('family')
runpy.run_path(os.path.join(root, 'family'))
for name in ('nowhere', 'family.child', '.alone', 'alone.py', 'alone.inside', 'bare', 'sys', 'family.broken'):
    try:
        runpy.run_module(name)
    except Exception as error:
        print(type(error).__name__, error)
print([(info.name, info.ispkg) for info in pkgutil.iter_modules([root])])
import family
print([info.name for info in pkgutil.walk_packages(family.__path__, 'family.')])
print(pkgutil.get_data('family', 'data.txt'), pkgutil.get_data('sys', 'x'))
for name in ('family:here', 'family.here', 'family.child', 'os.path:join', 'builtins:int', '', ':', 'a b', 'family:nowhere', 'nowhere'):
    try:
        found = pkgutil.resolve_name(name)
        print(getattr(found, '__name__', found))
    except Exception as error:
        print(type(error).__name__, error)
print([os.path.basename(each) for each in pkgutil.extend_path(['first'], 'bare')])
print(pkgutil.get_importer(root) is pkgutil.get_importer(root), pkgutil.get_importer(root + '/nowhere'))
