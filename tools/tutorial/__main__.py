"""Plays the examples of the Python tutorial under taipan and under the Python that runs this.

    python3.13 tools/tutorial --taipan target/release/taipan FOLDER

FOLDER has the tutorial's sources (`*.rst` or `*.rst.txt`; Debian's package python3.11-doc has them).
Each page is a session of its own. What is printed must be the same; examples that ask, wait or
leave the machine are left out. Modules in Python that taipan lacks come from that
Python's library. Exit code 1 if anything differs.
"""

import argparse
import doctest
import json
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

# Examples whose output is another one each time.
VARYING = ('random.', '.timeit()', 'gc.collect()', 'date.today()', 'sys.path\n', 'getcwd', 'dir(')
LEFT_OUT = ('while True', 'urlopen', 'smtplib', 'SMTP', 'help(', 'input(', 'sleep(', '/usr/lib', 'server.')


def play_under(interpreter, pages, **environment):
    """What `play` gives under an interpreter, whose examples write into a folder of their own."""
    program = Path(__file__).with_name('play.py')
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, 'workfile').write_text('This is the entire file.\n')
        run = subprocess.run([interpreter, program], input=json.dumps(pages), cwd=folder,
                             capture_output=True, text=True, timeout=120,
                             env={**os.environ, 'PYTHONHASHSEED': '0', **environment})
    if run.returncode:
        sys.exit(f'{interpreter}: {run.stderr}')
    return json.loads(re.sub(r' at 0x[0-9a-f]+', '', run.stdout.splitlines()[-1]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('folder', type=Path)
    parser.add_argument('--taipan', required=True)
    options = parser.parse_args()
    taipan = str(Path(options.taipan).resolve())
    pages = {}
    for path in sorted(options.folder.glob('*.rst*')):
        examples = doctest.DocTestParser().get_examples(path.read_text(encoding='utf-8'))
        pages[path.name] = [example for example in examples if not any(word in example.source for word in LEFT_OUT + VARYING)]
    sources = [[example.source for example in page] for page in pages.values()]
    theirs = play_under(sys.executable, sources)
    ours = play_under(taipan, sources, PYTHONPATH=sysconfig.get_path('stdlib'))
    count = different = 0
    for (name, page), expected, printed in zip(pages.items(), theirs, ours):
        for example, want, got in zip(page, expected, printed):
            count += 1
            if want != got:
                different += 1
                print(f'{name}:{example.lineno + 1}: {example.source}  expected {want[:300]!r}\n  got      {got[:300]!r}')
    print(f'{count} examples, {different} differ')
    return int(different > 0)


if __name__ == '__main__':
    sys.exit(main())
