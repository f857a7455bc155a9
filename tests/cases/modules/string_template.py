# string.Template.

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
Template('$a ${b} $$ $c').substitute(a=1,b=2,c=3)
Template('$a').substitute()
Template('$a').substitute({'a':5})
Template('$a $b').substitute({'a':5},b=3)
Template('$a $b').safe_substitute(a=1)
Template('$a ${b} $$ $1 $').safe_substitute(a=1)
Template('$').substitute()
Template('x\\ny $1').substitute()
Template('abc ${a').substitute(a=1)
Template('${a b}').substitute(a=1)
Template('$a').template
Template('$a ${b} $$ $c $a').get_identifiers()
Template('$a $1').get_identifiers()
Template('$a').is_valid(), Template('$1').is_valid()
Template('$').is_valid()
Template('$aä').substitute(a=1)
Template('$A_b1').substitute(A_b1=4)
T2('%a $b').substitute(a=1)
Template()
Template('a','b')
Template('$a').substitute({}, {})
Template('$ı').safe_substitute({'ı':1})
Template(1).substitute()
Template('$a').substitute(5)
""".strip().splitlines():
    show(case)
