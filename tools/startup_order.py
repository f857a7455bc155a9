#!/usr/bin/env python3
"""Writes src/startup-order.txt: the functions that run when small programs start.

    tools/startup_order.py target/release/taipan

The linker lays them side by side (build.rs), so that a start touches few pages of the
program. Worth running again when much of what happens at a start has changed. The marks
that the compiler puts into names, and that change with it and with the dependencies, stand
as `*`. Needs valgrind and nm.
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

PROGRAMS = {
    'empty.py': '',
    'hello.py': "print('hello')\n",
    'task.py': 'import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    print(1)\nasyncio.run(main())\n',
}
ROOT = Path(__file__).resolve().parent.parent
# Generic functions have one name for all their instances: a pattern that brings more of them than
# this would spread the others.
MOST = 8
CALLED = re.compile(r'^c?fn=\(\d+\) (.*)$', re.MULTILINE)


def executed(taipan, program, folder):
    """The linker's names of all functions that a run enters."""
    profile = folder / 'profile'
    subprocess.run(
        ['valgrind', '--tool=callgrind', '--demangle=no', f'--callgrind-out-file={profile}', taipan, program],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    # A recursive function has a number behind its name.
    return {name.partition("'")[0] for name in CALLED.findall(profile.read_text())}


def pattern(name):
    """What matches a name whatever marks it has: the hash at the end, in the newer form of
    names those of crates, and places in the name itself, which move when those do."""
    if name.startswith('_ZN'):
        return re.sub('17h[0-9a-f]{16}E$', '17h*E', name)
    if name.startswith('_R'):
        return re.sub(r'Cs[0-9A-Za-z]+_', 'Cs*_', re.sub(r'B[0-9A-Za-z]+_', 'B*_', name))
    return name


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
    matches = Counter(map(pattern, defined(taipan)))
    target = ROOT / 'src' / 'startup-order.txt'
    patterns = sorted(found for found in set(map(pattern, names)) if 0 < matches[found] <= MOST)
    target.write_text(''.join(f'{pattern}\n' for pattern in patterns))
    print(f'{target.relative_to(ROOT)}: {len(names)} functions, {len(patterns)} patterns')


if __name__ == '__main__':
    main()
