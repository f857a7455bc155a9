# Constants and capwords.

import string
from string import *

F = Formatter()


class D:
    x = 5

    def __getitem__(self, key):
        return key


class T2(Template):
    delimiter = '%'


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
string.__all__
string.ascii_letters, string.digits, string.hexdigits, string.octdigits, string.punctuation, string.whitespace, string.printable
capwords('hello  world foo')
capwords('hello-world', '-')
capwords(' aBc  DEf ')
capwords('a b', None)
capwords(1)
""".strip().splitlines():
    show(case)
