# A wrong keyword argument that resembles a right one.
from _outcome import outcome

outcome("""\
def f(*, key): pass
f(kee=1)
""")
outcome("""\
def f(name, value=1): pass
f(1, valu=2)
""")
outcome("""\
def f(a, /): pass
f(aa=1)
""")
outcome("""\
def f(long_name): pass
f(x=1)
""")
