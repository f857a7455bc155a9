# Builtin classes that match themselves take one positional pattern, also of an empty value.
def match(subject, count):
    try:
        match subject, count:
            case tuple(x), 1:
                return "tuple", x
            case tuple(x, y), 2:
                return "two"
            case list(x), 1:
                return "list", x
            case dict(x, y), 3:
                return "dict"
    except TypeError as error:
        return error


for subject, count in [((), 1), ((1,), 1), ((), 2), ([], 1), ({}, 3), ({}, 1)]:
    print(match(subject, count))
