# The words of the language.

import keyword


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
keyword.kwlist
keyword.softkwlist
keyword.iskeyword('if'), keyword.iskeyword('x'), keyword.issoftkeyword('match'), keyword.issoftkeyword('_')
keyword.iskeyword([])
""".strip().splitlines():
    show(case)
