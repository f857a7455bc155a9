# translate asks the table for every code point; maketrans makes such tables.
table = str.maketrans("abc", "xyz", "é")
print(table, "aébéc!".translate(table))
print("abc".translate({97: "1", 98: None, 99: 0x1F600}), str.maketrans({"a": 1, 98: "x"}))


class Table:
    def __getitem__(self, point):
        if point == 98:
            raise LookupError
        return chr(point).upper()


print("abé".translate(Table()))
for table in ({97: 1.5}, {97: 0x110000}, 1):
    try:
        "a".translate(table)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
