"""Compares the grammar's trees and errors with CPython's, file by file.

Run by CPython 3.13 itself:

    python3.13 tools/ast_differential.py target/release/examples/ast_dump [FILE|FOLDER]...

Without files it takes CPython's own library. CPython's answers are kept in a cache, since they take
minutes. Exits with 1 if a tree differs or one side refuses what the other accepts; differences
of error messages are listed, and counted as differences with --strict.
"""

import ast
import json
import os
import subprocess
import sys
import tempfile
import warnings
import zlib

CACHE = os.path.join(tempfile.gettempdir(), "taipan_ast_oracle.json")


def answer(path):
    """What CPython says of a file: a checksum of its tree, or its error's fields."""
    with open(path, "rb") as file:
        source = file.read()
    try:
        text = ast.dump(ast.parse(source), indent=1, include_attributes=True)
    except SyntaxError as e:
        kind = {"SyntaxError": "Syntax", "IndentationError": "Indentation", "TabError": "Tab"}
        fields = (e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
        return "error " + "|".join(map(str, (kind[type(e).__name__], *fields)))
    except (ValueError, RecursionError, MemoryError) as e:
        return f"error {type(e).__name__}|{e}"
    data = text.encode("utf-8", "surrogatepass")
    return f"ok {zlib.crc32(data):08x} {len(data)}"


def python_files(arguments):
    for argument in arguments:
        if os.path.isfile(argument):
            yield argument
        for folder, _, names in sorted(os.walk(argument)):
            for name in sorted(names):
                if name.endswith(".py"):
                    yield os.path.join(folder, name)


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    strict = "--strict" in sys.argv
    binary = arguments[0]
    paths = list(python_files(arguments[1:] or [os.path.dirname(os.__file__)]))
    try:
        with open(CACHE) as file:
            cache = json.load(file)
    except (OSError, ValueError):
        cache = {}
    for path in paths:
        key = f"{path}:{os.path.getmtime(path)}:{sys.version_info[:3]}"
        if key not in cache:
            cache[key] = answer(path)
    with open(CACHE, "w") as file:
        json.dump(cache, file)
    run = subprocess.run(
        [binary, "--batch"], input="\n".join(paths) + "\n", capture_output=True, text=True
    )
    ours = run.stdout.splitlines()
    if run.returncode:
        print(f"the dumper died after {len(ours)} files, at {paths[len(ours)]}:\n{run.stderr}")
        return 1
    counts = {"same tree": 0, "same error": 0, "other error": 0, "other tree": 0, "other verdict": 0}
    for path, mine in zip(paths, ours):
        theirs = cache[f"{path}:{os.path.getmtime(path)}:{sys.version_info[:3]}"]
        verdicts = {mine.split()[0], theirs.split()[0]}
        what = "error" if "error" in verdicts else "tree"
        label = f"{'same' if mine == theirs else 'other'} {what if len(verdicts) == 1 else 'verdict'}"
        counts[label] += 1
        if mine != theirs:
            print(f"{label}: {path}\n  CPython {theirs}\n  ours    {mine}")
    print(", ".join(f"{label}: {count}" for label, count in counts.items()))
    wrong = counts["other tree"] + counts["other verdict"]
    return 1 if wrong or (strict and counts["other error"]) else 0


if __name__ == "__main__":
    sys.exit(main())
