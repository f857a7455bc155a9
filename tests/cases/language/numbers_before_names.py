# A keyword may follow a number at once, a name that only begins like one may not.
import warnings

warnings.simplefilter("ignore")
for source in ("1or 2", "[1for x in 'a']", "1if 1else 2", "1in[1]", "1is 1", "1and 2", "9.format()", "2 + 3.order", "1.else_",
               "4.note", "5.android", "1.index(2)", "7.isalpha()", "1.ifs", "3._", "0x1for x in (1, 2)", "0b1and 1", "1jor 2", "1.or 2"):
    try:
        print(source, eval(source))
    except SyntaxError as problem:
        print(source, problem.msg, problem.offset)
    except Exception as problem:
        print(source, type(problem).__name__)
