# _tokenize: what the module tokenize is made of.
import _tokenize
import io


def show(source, extra=True, **more):
    print(repr(source))
    try:
        make = io.BytesIO if more else io.StringIO
        for kind, text, start, end, line in _tokenize.TokenizerIter(
                make(source).readline, extra_tokens=extra, **more):
            print(' ', kind, repr(text), *start, *end, repr(line))
    except SyntaxError as error:
        print(' ', type(error).__name__, error.args)


def refused(*args, **keywords):
    try:
        list(_tokenize.TokenizerIter(*args, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


show("x = 1 # c\nif x:\n  y\n\n  # z\nf'a{x!r:>{w}}b' \\\n 'b'\n")
show('(\n1,\n\n#x\n)\n')
show('if a:\n  b\n# c\nd')
show('if a:\n  b\n  # c')
show('class A:\n  def f(self):\n    pass\n\n  x = 1\ny')
show('a\r\n#c\r\nb\r\n')
show("é = 'ü' # ß\n")
show("'''a\nb''' 'c'")
show("f'a{{b}}c{x=}{y:{z}{w}}' f'''{\nx\n}''' rf'\\{x}' f'\\N{DIGIT ONE}{x:}'")
show('\\\nx')
show(' \\\nx')
show('')
show('#only')
show('a\n ')
show('if a:\n b\n#c\n ')
show('a ? b $ x€ 09 1if 1..e')

# What does not fit together is told as far as it goes.
show('(]x)')
show('(')
show('x\\\n')
show("'abc")
show("f'abc")
show("f'{x")
show('1__0')
show('0b12')
show('a\x01')
show('if x:\n    a\n  b')
show('if 1:\n\ty\n        z\n')
show('\\ ')

# Without the extra tokens operators are told apart, and mistakes are not passed over.
show("a := f(b)[1] ** 2 # c\nif a <= b != c: d //= ...\n", extra=False)
show('if a:\n\tb -> c\nd @= e', extra=False)
show(')', extra=False)
show('01', extra=False)

show('é=1\n'.encode(), encoding='utf-8')
show(b'# coding: latin-1\n\xe9', encoding='latin-1')
show(b'\xe9', encoding='utf-8')
refused()
refused(1, extra_tokens=True)
refused(lambda: 3, extra_tokens=True)
refused(lambda: 'x\n', encoding='utf-8', extra_tokens=True)
refused(lambda: 1 / 0, extra_tokens=True)
refused(lambda: '', encoding=3, extra_tokens=True)
refused(iter([b'a\n']).__next__, encoding='nope', extra_tokens=True)
print(list(_tokenize.TokenizerIter(iter(['a\n', 'b']).__next__, extra_tokens=True)))
