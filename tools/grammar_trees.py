"""Writes the trees CPython gives the sources in grammar/tests/trees, beside them as .txt.

    python3.13 tools/grammar_trees.py
"""

import ast
import pathlib

for path in sorted(pathlib.Path("grammar/tests/trees").glob("*.py")):
    tree = ast.parse(path.read_bytes())
    path.with_suffix(".txt").write_text(ast.dump(tree, indent=1, include_attributes=True) + "\n")
