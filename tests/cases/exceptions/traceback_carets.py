# Carets below what failed: operators, subscripts, calls, several lines.
def operator(): return 1/(0)
def subscript(d):
    return d['a']['b'] + 1
def several():
    return (1 +
       2 + subscript({'a': {'b': 'c'}}) +
       3)
def call():
    x = several()
    return x
def wide():
    '日本', call(), 3
try:
    operator()
except ZeroDivisionError:
    for i in range(1): wide()
