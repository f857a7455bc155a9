# Sums over what is said of all code points, so that it differs nowhere.

import unicodedata

TESTS = (
    str.isalpha, str.isdecimal, str.isdigit, str.isnumeric, str.isspace, str.isprintable, str.isupper,
    str.islower, str.istitle, str.isidentifier,
)
FUNCTIONS = (
    unicodedata.category, unicodedata.bidirectional, unicodedata.combining, unicodedata.mirrored,
    unicodedata.east_asian_width, unicodedata.decomposition,
)
OLD = tuple(getattr(unicodedata.ucd_3_2_0, function.__name__) for function in FUNCTIONS)


def total(function, points):
    sum = 0
    for point in points:
        result = function(chr(point))
        if isinstance(result, str):
            result = sum_of(result)
        sum = (sum * 31 + int(result) + 1) % 1_000_000_007
    return sum


def sum_of(text):
    sum = 0
    for character in text:
        sum = (sum * 257 + ord(character)) % 998_244_353
    return sum


# What lies between these planes and the last code points is unassigned or a mere number.
points = [*range(0x3400), *range(0x9FF0, 0xAC10), *range(0xD7A0, 0x17000, 3), *range(0x1B000, 0x20000, 2)]
for function in TESTS + FUNCTIONS:
    print(function.__name__, total(function, points))
for function in OLD:
    print("old", function.__name__, total(function, points))
print("name", total(lambda c: unicodedata.name(c, ""), points))
print("old name", total(lambda c: unicodedata.ucd_3_2_0.name(c, ""), points))
print("numeric", total(lambda c: unicodedata.numeric(c, -1) * 1000, points))
for form in "NFC", "NFD", "NFKC", "NFKD":
    print(form, total(lambda c: unicodedata.normalize(form, c), points))
    print("old", form, total(lambda c: unicodedata.ucd_3_2_0.normalize(form, c), points))
