# SyntaxError: fields and text.
for args in [(), ('m',), ('m', ('f', 1, 2, 't')), ('m', ('a/f.py', 1, 2, 't', 1, 3)), ('m', (None, 1, 2, 't')), ('m', ('f', None, 2, 't')), (1, 2, 3), (3,)]:
    e = SyntaxError(*args)
    print(e, e.args, e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset, e.print_file_and_line)
for args in [('m', ('f', 1)), ('m', 3), ('m', ('f', 1, 2, 't', 1)), ('m', (1, 2, 3, 4, 5, 6, 7))]:
    try:
        SyntaxError(*args)
    except TypeError as e:
        print(e)
print(TabError.__mro__[1:4], str(IndentationError('m', ('f', 1, 2, 't'))))
