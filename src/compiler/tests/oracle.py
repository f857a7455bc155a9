"""Rewrites the headers of refused.txt and warned.txt with what CPython 3.13 says: python3.13 oracle.py"""
import pathlib
import re
import warnings

here = pathlib.Path(__file__).parent


def refused(source):
    warnings.simplefilter("ignore")
    try:
        compile(source, "<test>", "exec")
        return "accepted"
    except SyntaxError as e:
        return f"{e.lineno}:{e.offset}-{e.end_lineno}:{e.end_offset or 0} {e.msg}"


def warned(source):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, "<test>", "exec")
        except SyntaxError as e:
            return "refused"
    # The default filter shows each of them once.
    return " | ".join(dict.fromkeys(f"{w.lineno} {w.message}" for w in caught)) or "nothing"


def rewrite(name, verdict):
    path = here / name
    blocks = re.split(r"^===.*\n", path.read_text(), flags=re.M)[1:]
    path.write_text("".join(f"=== {verdict(source)}\n{source}" for source in blocks))


rewrite("refused.txt", refused)
rewrite("warned.txt", warned)
