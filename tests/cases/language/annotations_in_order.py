# The order in which annotations are evaluated.
from _outcome import outcome

outcome("""\
def note(x): print(x); return x
def f(a: note(1), /, b: note(2), *c: note(3), d: note(4), **e: note(5)) -> note(6): pass
r = list(f.__annotations__)
""")
