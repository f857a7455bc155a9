# args: <FOLDER>
# Modules in zip archives on sys.path.
import os
import pkgutil
import runpy
import struct
import sys
import traceback
import zipimport

root = sys.argv[1]


def archive(name, files):
    body, table = b'', b''
    for file, text in files.items():
        file, text = file.encode(), text.encode()
        check = 0
        sizes = (check, len(text), len(text), len(file))
        table += struct.pack('<4s6H3L5H2L', b'PK\1\2', 20, 20, 0, 0, 0, 33, *sizes, 0, 0, 0, 0, 0, len(body))
        table += file
        body += struct.pack('<4s5H3L2H', b'PK\3\4', 20, 0, 0, 0, 33, *sizes, 0) + file + text
    end = struct.pack('<4s4H2LH', b'PK\5\6', 0, 0, len(files), len(files), len(table), len(body), 0)
    with open(os.path.join(root, name), 'wb') as out:
        out.write(body + table + end)


archive('all.zip', {
    'single.py': 'x = 1\ndef fail():\n    raise ValueError("inside")\n',
    'family/__init__.py': '',
    'family/child.py': 'from . import __name__ as parent\n',
    'family/data.txt': 'resource',
    'spread/': '',
    'spread/inner.py': 'y = 2\n',
    '__main__.py': 'import sys\nprint(__name__, repr(__package__), __spec__.name, len(sys.argv))\n',
})
path = os.path.join(root, 'all.zip')
sys.path.insert(0, path)


def short(value):
    return str(value).replace(root, 'ROOT')


import single
import family.child
import spread.inner
print(short(single), single.x, family.child.parent, spread.inner.y, short(spread.__path__))
print(short(single.__loader__), short(single.__spec__.origin), family.__loader__.is_package('family'))
try:
    single.fail()
except ValueError:
    print(short(traceback.format_exc()).splitlines()[-3:])
for name in ('family.nowhere', 'nowhere'):
    try:
        __import__(name)
    except ImportError as error:
        print(error)
print(pkgutil.get_data('family', 'data.txt'))
print([(info.name, info.ispkg) for info in pkgutil.iter_modules([path])])
print(sorted(runpy.run_path(path, run_name='__main__'))[:2])
importer = zipimport.zipimporter(path)
print(short(importer.archive), repr(importer.prefix), importer.get_source('single').splitlines()[0])
print(short(zipimport.zipimporter(path + '/family')), importer.find_spec('nowhere'))
for call in (lambda: importer.get_data('nowhere'), lambda: importer.get_code('nowhere'),
             lambda: zipimport.zipimporter(''), lambda: zipimport.zipimporter(root)):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, short(error))
