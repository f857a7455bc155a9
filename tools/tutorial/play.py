"""Plays the examples that come as JSON, a list a page, and prints what each of them printed."""

import contextlib
import io
import json
import sys


def play(pages):
    """Runs in the interpreter under test: the printed text of each example of each page."""
    printed = []
    for sources in pages:
        names = {'__name__': '__main__'}
        texts = []
        for source in sources:
            out = io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                try:
                    exec(compile(source, '<stdin>', 'single'), names)
                except BaseException as error:
                    out.write(f'{type(error).__qualname__}: {error}\n')
            texts.append(out.getvalue())
        printed.append(texts)
    return printed


print(json.dumps(play(json.load(sys.stdin))))
