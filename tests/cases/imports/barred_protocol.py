# args: <FOLDER>
# A program bars the protocol of imports for a while: importlib makes do with copies, and the imports
# that follow are the interpreter's own again.
import importlib
import importlib.machinery
import os
import sys

protocol = ['_frozen_importlib', '_frozen_importlib_external']
kept = {name: sys.modules[name] for name in protocol}
own = {name: module for name, module in sys.modules.items() if name.split('.')[0] == 'importlib'}
for name in own:
    del sys.modules[name]
for name in protocol:
    sys.modules[name] = None
import importlib as copy
for name in [name for name in sys.modules if name.split('.')[0] == 'importlib']:
    del sys.modules[name]
sys.modules.update(own)
sys.modules.update(kept)

print(copy is importlib, copy._bootstrap is importlib._bootstrap)
print(copy._bootstrap.__name__, copy._bootstrap_external.__name__)
print(importlib.machinery.SourceFileLoader.__module__)
print(copy.import_module('keyword').__name__)

folder = sys.argv[1]
os.mkdir(os.path.join(folder, 'spread'))
with open(os.path.join(folder, 'spread', 'part.py'), 'w') as file:
    file.write('here = __name__\n')
sys.path.insert(0, folder)
import spread.part
print(spread.part.here, type(spread.__loader__).__module__, type(spread.__loader__).__name__)
print(type(spread.part.__loader__) is importlib.machinery.SourceFileLoader)
try:
    import spread.missing
except ModuleNotFoundError as error:
    print(error)
