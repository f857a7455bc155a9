"""Rewrites the headers of refused.txt with what this Python's compile() says: python3.13 oracle.py"""
import pathlib
import re
import warnings

warnings.simplefilter("ignore")
path = pathlib.Path(__file__).with_name("refused.txt")
blocks = re.split(r"^===.*\n", path.read_text(), flags=re.M)[1:]
out = []
for source in blocks:
    try:
        compile(source, "<test>", "exec")
        header = "accepted"
    except SyntaxError as e:
        header = f"{e.lineno}:{e.offset}-{e.end_lineno}:{e.end_offset or 0} {e.msg}"
    out.append(f"=== {header}\n{source}")
path.write_text("".join(out))
