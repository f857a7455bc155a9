# Patterns that look like literals, and too many positional ones.
from _outcome import outcome

outcome("""\
match 5:
  case f'a': pass
""")
outcome("""\
match 5:
  case int(1, 2): pass
""")
outcome("""\
class A: __match_args__ = ('x',)
match A():
  case A(1, 2): pass
""")
