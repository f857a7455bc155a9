# Lines of rows: which fields are quoted, what cannot be written.

import csv
import io


def write(*rows, **parameters):
    stream = io.StringIO(newline="")
    try:
        writer = csv.writer(stream, **parameters)
        print([writer.writerow(row) for row in rows], ascii(stream.getvalue()))
    except (csv.Error, TypeError, ValueError) as error:
        print(type(error).__name__, error)


write(["a", 1, 2.5, None, True], [], [""], [None], ["a,b", 'c"d', "e\nf", "g\r"], "xy")
write(["a", 1, None, ""], quoting=csv.QUOTE_ALL)
write(["a", 1, None, 1j, b"x"], quoting=csv.QUOTE_NONNUMERIC)
write(["a", None, "", 1], quoting=csv.QUOTE_STRINGS)
write(["a", None, "", 1], quoting=csv.QUOTE_NOTNULL)
write(["a,b"], quoting=csv.QUOTE_NONE)
write(['a,b"\\'], quoting=csv.QUOTE_NONE, escapechar="\\")
write(['a"b', "c\\d"], doublequote=False, escapechar="\\")
write(["", " ", "a"], delimiter=" ", skipinitialspace=True)
write([None], quoting=csv.QUOTE_NOTNULL)
write(["a!", "b"], lineterminator="!")
write(5)
write(["é;", "\U0001f600"], delimiter=";")


class Failing:
    def __str__(self):
        raise ValueError("no text")


write([Failing()])

stream = io.StringIO()
table = csv.DictWriter(stream, ["x", "y"], restval="-", lineterminator="\n")
table.writeheader()
table.writerows([{"x": 1, "y": 2}, {"y": 3}])
print(stream.getvalue().split("\n"))
try:
    table.writerow({"z": 1})
except ValueError as error:
    print(error)

dialect = csv.Sniffer().sniff("name;age\n'a;b';3\n'c';4\n")
print(dialect.delimiter, dialect.quotechar, csv.Sniffer().has_header("name,age\nbob,3\nann,44\n"))
for parameters in {"delimiter": "\n"}, {"quoting": 7}, {"escapechar": '"'}, {"bogus": 1}:
    try:
        csv.register_dialect("mine", **parameters)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
csv.register_dialect("mine", "unix", delimiter="|")
print(csv.get_dialect("mine").delimiter, csv.get_dialect("mine").quoting, csv.list_dialects())
