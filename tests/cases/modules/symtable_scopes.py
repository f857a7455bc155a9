# What names mean, as the module symtable tells it.

import symtable

source = '''
import a.b as c, d
x: int = 1
def func(p, q=x, *r, s: str = 2, **t):
    global g1
    g1 = 1
    def inner():
        nonlocal p
        p = x
        return q, undefined
    [i for i in p if i]
    return inner
class C(d):
    __m = 1
    def meth(self): return __class__
    lam = lambda: 1
    gen = (i for i in x)
    def g[T](self, a=1): pass
class G[T: int]: pass
type Alias[Q] = list[Q]
'''


def show(table, depth=0):
    blanks = '  ' * depth
    print(f'{blanks}{table.get_type()} {table.get_name()} {table.get_lineno()} {table.is_nested()}')
    for symbol in sorted(table.get_symbols(), key=symtable.Symbol.get_name):
        print(f'{blanks}  {symbol}')
    for child in table.get_children():
        show(child, depth + 1)


top = symtable.symtable(source, 'file', 'exec')
show(top)
func, cls = top.get_children()[:2]
print(func, func.get_parameters(), sorted(func.get_locals()), func.get_globals())
print(func.get_children()[0].get_nonlocals(), func.get_children()[0].get_frees())
print(cls, cls.get_methods(), cls.is_optimized(), func.is_optimized())
print(top.lookup('func').get_namespace() is func, top.lookup('c').is_imported())
for refused in (lambda: top.lookup('no'), lambda: top.lookup('x').get_namespace(),
                lambda: symtable.symtable('def f(a, a): pass', 'f', 'exec'),
                lambda: symtable.symtable('x', 'f', 'file')):
    try:
        refused()
    except Exception as error:
        print(f'{type(error).__name__}: {error}')
