# Rows of lines: quotes, escapes, ends of lines, what is badly formed.

import csv


def read(lines, **parameters):
    try:
        reader = csv.reader(lines, **parameters)
        print(list(reader), reader.line_num)
    except (csv.Error, TypeError, ValueError) as error:
        print(type(error).__name__, error)


read(["a,b,c", "", '"a,b",c', '"a""b",""', 'a"b,c'])
read(['"one\n', 'two",three\r\n'])
read(['"a"b'])
read(['"a"b'], strict=True)
read(['"abc'])
read(['"abc'], strict=True)
read(["a\\,b", "c\\\n", "d"], escapechar="\\")
read(["a\rb"])
read([' a, "b"'], skipinitialspace=True)
read(['1,2.5,"x",'], quoting=csv.QUOTE_NONNUMERIC)
read(["1,a"], quoting=csv.QUOTE_NONNUMERIC)
read(['"a",b'], quoting=csv.QUOTE_NONE)
read([',,"",'], quoting=csv.QUOTE_NOTNULL)
read([',3,"5"'], quoting=csv.QUOTE_STRINGS)
read([b"a"])
read(["a;\U0001f600;'b;c'"], delimiter=";", quotechar="'")
read(["a"], dialect="nope")
read(["a"], delimiter="ab")
read(["a"], quotechar=None, quoting=csv.QUOTE_ALL)

old = csv.field_size_limit(3)
read(["abc,abcd"])
print(old, csv.field_size_limit(old))


def lines():
    # The reader is asked for a row while it reads one.
    yield '"a'
    print("inner", next(reader))
    yield 'b"'
    yield "end"


source = lines()
reader = csv.reader(source)
try:
    print(next(reader))
except (ValueError, csv.Error) as error:
    print(type(error).__name__, error)

rows = csv.DictReader(["x,y", "1,2", "", "3", "4,5,6"], restkey="more", restval="?")
print(rows.fieldnames, list(rows), rows.line_num)
