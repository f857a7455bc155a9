# Causes and contexts, notes, messages of several lines, a class of an inner scope.
class Outer:
    class Inner(Exception): pass
def first():
    raise KeyError('k')
def second():
    try:
        first()
    except KeyError as e:
        raise ValueError('two\nlines') from e
try:
    second()
except ValueError as e:
    e.add_note('a note\nof two lines')
    e.add_note('another')
    raise Outer.Inner()
