# Arguments that have to be of a type itself, or of a type alone.
class Table(dict):
    pass


class Text(str):
    pass


for text in (
    "str.maketrans(Table(a=1))",
    "b'abc'.hex(bytearray(b':'))",
    "b'abc'.hex(b':')",
    "bytearray().extend(Text('b'))",
    "b'%d'.__rmod__(bytearray(b'%s'))",
    "bytearray(b'x').__rmod__(b'%s')",
    "b'x'.__rmod__(b'%s')",
    "ExceptionGroup('g', list[int])",
    "ExceptionGroup('g', int | str)",
    "ExceptionGroup('g', type.__dict__)",
):
    try:
        print(text, eval(text))
    except Exception as problem:
        print(text, type(problem).__name__, problem)
