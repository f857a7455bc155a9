#!/usr/bin/env python3
"""Which code examples of the documentation of asyncio have a golden test that holds them verbatim?

    tools/documented_examples.py FOLDER [--all]

FOLDER has the pages' sources (`asyncio-task.rst` and the others; the package `python3-doc` of Debian puts
them into `html/_sources/library`, as `.rst.txt`). An example is found if its lines stand in a test of
`examples/` or `tests/cases/`, one after the other; only the indentation of all of them may differ, and where a
comment stands for code there may be code. Prints those that are missing, or with --all
where each one is, and fails if one is missing.
"""

import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = ['asyncio', 'asyncio-dev', 'asyncio-eventloop', 'asyncio-exceptions', 'asyncio-extending',
         'asyncio-future', 'asyncio-graph', 'asyncio-platforms', 'asyncio-policy', 'asyncio-protocol',
         'asyncio-queue', 'asyncio-runner', 'asyncio-stream', 'asyncio-subprocess', 'asyncio-sync',
         'asyncio-task', 'contextvars']

# Blocks that are no programs, by how they begin.
NO_PROGRAM = {
    'started at 17:': 'output',
    '<asyncio.locks.Barrier object at': 'output',
    'test.py:7: RuntimeWarning': 'output',
    'Task exception was never retrieved': 'output',
    "['ls /zzz' exited with 1]": 'output',
    'python example.py http': 'a command line',
    'start -> connection_made': 'the order in which methods are called',
    '$ python -m asyncio': 'a dialogue that begins with the prompt of CPython',
}


def blocks(text):
    """The literal blocks of a page: the number of the line before each, and its text."""
    lines = text.split('\n')
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        is_directive = line.lstrip().startswith('.. ')
        if not (line.endswith('::') and not is_directive
                or re.match(r'\s*\.\. (code-block|code|testcode)::', line)):
            continue
        indent, first = len(line) - len(line.lstrip()), number
        while number < len(lines) and (not lines[number].strip() or lines[number].startswith(' ' * (indent + 1))):
            number += 1
        block = textwrap.dedent('\n'.join(lines[first:number])).strip('\n')
        if block.strip():
            yield first, block


def flush(text):
    """The lines without what they are all indented by; empty ones do not count."""
    return [line.rstrip() for line in textwrap.dedent(text).split('\n') if line.strip()]


def stands_in(block, lines):
    """Whether the lines of the block stand in those of a file; behind a comment there may be others."""
    for start in range(len(lines) - len(block) + 1):
        indent = lines[start].removesuffix(block[0])
        place, gap = start, lines[start].endswith(block[0]) and not indent.strip()
        for line in block:
            while gap and place < len(lines) and lines[place] != indent + line:
                place += 1
            if place == len(lines) or lines[place] != indent + line:
                break
            place, gap = place + 1, line.lstrip().startswith('#')
        else:
            return True
    return False


def main():
    folder, show_all = Path(sys.argv[1]), '--all' in sys.argv
    tests = {}
    for path in sorted([*ROOT.glob('examples/*'), *ROOT.glob('tests/cases/**/*')]):
        if path.suffix in ('.py', '.repl'):
            tests[path.relative_to(ROOT)] = [x.rstrip() for x in path.read_text().split('\n') if x.strip()]
    count = missing = 0
    for page in PAGES:
        source = next((p for p in (folder / f'{page}.rst', folder / f'{page}.rst.txt') if p.exists()), None)
        if source is None:
            print(f'{page}: no such page here')
            continue
        for number, block in blocks(source.read_text()):
            if any(block.startswith(begin) for begin in NO_PROGRAM):
                continue
            count += 1
            found = [str(path) for path, lines in tests.items() if stands_in(flush(block), lines)]
            missing += not found
            if show_all or not found:
                print(f'{page}:{number}: {block.splitlines()[0]!r}: {", ".join(found) or "MISSING"}')
    print(f'{count} examples, {missing} without a test')
    sys.exit(missing != 0)


main()
