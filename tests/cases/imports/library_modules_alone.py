# Each module of the library can be the first one that a program imports.
import subprocess
import sys

for name in sorted(sys.stdlib_module_names):
    run = subprocess.run([sys.executable, '-c', f'import {name}'], capture_output=True, text=True)
    if run.returncode and 'ModuleNotFoundError' not in run.stderr:
        print(name, run.stderr)
print('done')
# expect: done
