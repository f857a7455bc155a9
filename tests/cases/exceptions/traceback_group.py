# A group as a tree.
def fail(e):
    raise e
def caught(e):
    try:
        fail(e)
    except Exception as caught:
        return caught
inner = ExceptionGroup('inner', [caught(TypeError(2)), KeyError(3)])
try:
    1 / 0
except ZeroDivisionError as e:
    group = ExceptionGroup('outer', [ValueError(1), caught(inner), e, OSError(2, 'No such file', 'x')])
    group.add_note('a note')
    raise group from e
