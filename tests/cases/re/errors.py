# What is wrong with patterns and templates, and where.
import re


def wrong(pattern, flags=0):
    try:
        re.compile(pattern, flags)
    except re.error as error:
        print(ascii(pattern), '|', ascii(str(error)), error.pos, error.lineno, error.colno,
              error.pattern is pattern)
    except Exception as error:
        print(ascii(pattern), '|', type(error).__name__, ascii(str(error)))
    else:
        print(ascii(pattern), '| fine')


for pattern in r'''
(  )  (a  a)  (?  (?P  (?Px  (?P<  (?P<x  (?P<>a)  (?P<1x>a)  (?P<x>a)(?P<x>b)  (?P=  (?P=x  (?P=x)
(?P=1)  (?P<x>(?P=x))  (?:  (?#  (?=a  (?!a  (?<  (?<a  (?<=a  (?<=a*)  (?<!a|bc)  (?>a  (?(
(?(1  (?()a)  (?(0)a)  (?(1)a)  (?(x)a)  (?(1x)a)  (a)(?(1)a|b|c)  (a)(?(1)b  (?i  (?i:  (?i-  (?i-:a)
(?-i  (?i-i:a)  (?-a:a)  (?au:a)  (?L:a)  (?z)  (?iz)  (?-z:a)  (?1)  a(?i)b  (?i)*  (?j)  (?i?)  (?i-?)
[  [a  [^  []  [^]  [a-  [b-a]  [\d-a]  [a-\d]  [\q]  [\8]  [\400]  [\x1]  [a\
*  +a  ?  {1}  a**  a+*  a{1}{2}  a{2,1}  a{4294967295}  a{1,4294967295}  a{99999999999999999999}
^*  $+  \b?  (*)  (?:*)  |*  a|*  \A{2}  a???  a?+?
\  a\  \q  \x  \x1  \u12  \U1234  \U00110000  \N  \N{  \N{}  \N{nosuch}  \N{DIGIT  \1  (a)\2  (a\1)  \400
\777  \08  \8  (?<=(a)\1)  (?<=(a)(?(1)b))  (?<=(?P<x>a)(?P=x))  (?P<é>a)(?P=ß)
'''.split():
    wrong(pattern)
    wrong(pattern.encode('latin-1', 'replace'))
wrong('a\n\n(?P<x')
wrong('x' * 5 + '\n(' + '\n')
wrong('a', re.L)
wrong(b'a', re.U)
wrong('a', re.A | re.U)
wrong(b'a', re.A | re.L)
wrong('a', -1)
wrong('a', 1 << 40)
wrong('a', 'i')
wrong('a', 1.0)
wrong(3)
wrong([])
wrong(bytearray(b'a'))


def template(text, pattern='(?P<x>a)(b)?'):
    try:
        print(ascii(text), ascii(re.sub(pattern, text, 'ab')))
    except re.error as error:
        print(ascii(text), '|', error, error.pos)
    except Exception as error:
        print(ascii(text), '|', type(error).__name__, error)


for text in r'''
\1  \2  \3  \g  \g<  \g<>  \g<x  \g<x>  \g<y>  \g<1>  \g<3>  \g<0>  \g<-1>  \g<1x>  \g<01>  \0  \00  \08
\101  \400  \777  \18  \q  \-  \n  \\  \  a\  \Z  \g<99999999999>  \g<é>  $1  &
'''.split():
    template(text)
template(b'x')
template(b'\\1')
template(1)
template([])
template('\\1', b'a')

error = re.error('what', 'a\nb', 2)
print(repr(error), error, error.msg, error.pattern, error.pos, error.lineno, error.colno)
print(re.error is re.PatternError, re.error.__name__, re.error.__module__, re.error.__mro__)
print(vars(re.error('x')), str(re.error('x', 'y')), str(re.error('x', b'y', 0)))

for call in ['re.sub("a", "b", "aa", 1, count=1)', 're.sub("a", "b", "aa", 1, 2, flags=2)',
             're.split("a", "b", 1, 2, 3)', 're.compile(re.compile("a"), 2)', 're.match("a", 1)',
             're.match("a", b"a")', 're.match(b"a", "a")', 're.compile("a").sub(lambda m: 1, "ba")',
             're.escape(1)', 're.match("(a)", "a").group(2)', 're.match("(a)", "a")["x"]',
             're.match("(a)", "a").group([])', 're.match("a", "a").start(-1)']:
    try:
        print(call, eval(call))
    except Exception as error:
        print(call, type(error).__name__, error)
