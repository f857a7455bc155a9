# string.Formatter.

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
F.format('{} {}',1,2)
F.format('{0} {a}',1,a=2)
F.format('{}')
F.format()
F.format('{a}')
F.format('{0.x} {0[k]} {0[3]!r}', D())
F.format('{0:{1}}', 5, '>4')
F.format('{:{}}', 5, '>4')
F.format('{0} {}', 1,2)
F.format('{} {0}', 1,2)
F.format('{{}} {}', 1)
F.format('{!s} {!r} {!a}','ä','ä','ä')
F.format('{!x}',1)
F.format('{',1)
F.format('}',1)
F.format('{a',a=1)
F.vformat('{0} {a}',(1,),{'a':3})
F.vformat('{0}',(),{})
F.get_value(0,[1],{}), F.get_value('a',[],{'a':2})
F.get_value(5,[1],{})
F.get_field('a.b',(),{'a':1})
F.get_field('0.x',(D(),),{})
list(F.parse('a{b!r:c}d{{}}{}'))
list(F.parse(''))
list(F.parse('{'))
list(F.parse('{a!}'))
list(F.parse('a}b'))
F.convert_field(1,'r'), F.convert_field(1,None), F.convert_field(1,'s')
F.convert_field(1,'x')
F.format_field(5,'03')
F.check_unused_args([],(),{})
F.format('{:{:{:{}}}}',1,2,3,4)
F.format(1)
F.format('{a[}',a=1)
F.format('{0[x}',1)
F.format('{0.}',1)
F.format('{0[]}',[1])
F.format('{ a }',**{' a ':4})
""".strip().splitlines():
    show(case)
