"""Writes the grammar's error cases: what CPython says of each source in a list.

    python3.13 tools/grammar_errors.py < SOURCES > grammar/tests/errors.txt

A line of input is one source with `\\n`, `\\t`, `\\xNN` and `\\\\` as escapes; what CPython accepts is
left out. A line of output is the source, a tab, and the error: class, msg, lineno, offset,
end_lineno and end_offset.
"""

import ast
import sys
import warnings


def main():
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        escaped = line.rstrip("\n")
        source = escaped.encode("latin-1", "backslashreplace").decode("unicode_escape")
        try:
            ast.parse(source)
        except SyntaxError as e:
            kind = {"SyntaxError": "Syntax", "IndentationError": "Indentation", "TabError": "Tab"}
            fields = (kind[type(e).__name__], e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
            print(escaped + "\t" + "|".join(map(str, fields)))


if __name__ == "__main__":
    main()
