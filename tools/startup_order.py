#!/usr/bin/env python3
"""Writes src/startup-order.txt: the functions that run when small programs start.

    tools/startup_order.py target/release/taipan

The linker lays them side by side (build.rs), so that a start touches few pages of the
program. Worth running again when much of what happens at a start has changed; the list
holds for one version of the compiler, since names contain its marks. Needs valgrind and nm.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAMS = {
    'empty.py': '',
    'hello.py': "print('hello')\n",
    'task.py': 'import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    print(1)\nasyncio.run(main())\n',
}
ROOT = Path(__file__).resolve().parent.parent
CALLED = re.compile(r'^c?fn=\(\d+\) (.*)$', re.MULTILINE)


def executed(taipan, program, folder):
    """The linker's names of all functions that a run enters."""
    profile = folder / 'profile'
    subprocess.run(
        ['valgrind', '--tool=callgrind', '--demangle=no', f'--callgrind-out-file={profile}', taipan, program],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    # A recursive function has a number behind its name.
    return {name.partition("'")[0] for name in CALLED.findall(profile.read_text())}


def defined(taipan):
    listing = subprocess.run(['nm', '--defined-only', taipan], capture_output=True, text=True, check=True)
    return {line.split()[-1] for line in listing.stdout.splitlines()}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    taipan = sys.argv[1]
    names = set()
    with tempfile.TemporaryDirectory() as folder:
        for name, source in PROGRAMS.items():
            program = Path(folder) / name
            program.write_text(source)
            names |= executed(taipan, program, Path(folder))
    names &= defined(taipan)
    target = ROOT / 'src' / 'startup-order.txt'
    target.write_text(''.join(f'{name}\n' for name in sorted(names)))
    print(f'{target.relative_to(ROOT)}: {len(names)} functions')


if __name__ == '__main__':
    main()
