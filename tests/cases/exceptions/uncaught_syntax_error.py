# A SyntaxError raised by hand: its place and a caret.
def f():
    raise SyntaxError('broken', ('some.py', 3, 5, '  foo bar\n', 3, 8))
f()
