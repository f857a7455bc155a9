# Where `yield`, `await` and `:=` are refused, in the words for each place; defaults and brackets that lack something.
import sys
L="""yield from x
yield x
await x
class A: yield from x
class A: await x
[await x for y in z]
[(yield) for y in z]
[(yield from x) for y in z]
def f(): [(yield from x) for y in z]
((yield from x) for y in z)
lambda: (yield from x), (yield from y)
def f[T: (yield)](): pass
def f[T: ((yield), 1)](): pass
def f[T: (1, (yield from x))](): pass
def f[T: (1, await x)](): pass
def f[T = (yield)](): pass
def f[T = (x:=1)](): pass
def f[*T = (x:=1)](): pass
def f[**T = (x:=1)](): pass
def f[**T = (await x)](): pass
def f[T: int = (await x)](): pass
def f[T: [(x:=1) for y in z]](): pass
def f[T: ([(x:=1) for y in z], 3)](): pass
def f[T = [(x:=1) for y in z]](): pass
def f[*T = [(x:=1) for y in z]](): pass
def f[**T = [(x:=1) for y in z]](): pass
type A[T: ((yield), 1)] = int
type A[T] = (yield)
type A = (yield from x)
class A[T: ((yield), 1)]: pass
class A[T](x:=1): pass
class A[T]((yield)): pass
class A[T]((yield from x)): pass
def f[T](a: (yield from x)): pass
def f(a: (yield from x)): pass
def f[T]() -> (yield from x): pass
def f[T]() -> (await x): pass
def f[T](a=(yield from x)): pass
def f[T](a=(await x)): pass
x: (yield from y)
x: (await y)
async def f(): yield from x
async def f(): [(yield from x) for y in z]
async def f(): lambda: (yield from x)
async def f(): lambda: await x
lambda a=1,d=,c: None
lambda a,d=,c: None
lambda a=: None
lambda a=,: None
lambda *, a=: None
lambda *, a=, b: None
lambda a=, /, b: 1
lambda a=1, /, b=: 1
lambda a=)
lambda *a=: None
lambda **a=1: None
lambda a,d=
def f(a=, b): pass
def f(a=1, d=, c): pass
match y:\\n case e(e=v,v,
match y:\\n case e(e=v,v
match y:\\n case (e,v,
match y:\\n case [e,v
match y:\\n case {e:v,
f(a, b
(1 + 2
[1 + 2
a = ( 1, 2, 3\\nb=3
func(\\n    a=["unclosed], # Need a quote in this comment: "\\n    b=2,\\n)
match y:\\n case e(e=v,v,)
match y:\\n case e(e=v,v)
match y:\\n case e(e=v,v): pass
match y:\\n case e(e=v,v
match y:\\n case e(e=v,v,:
match y:\\n case e(a, b=1, c, d
match y:\\n case e(
match y:\\n case e(a
match y:\\n case e(e=v, v\\nx = 1
""".splitlines()
for l in L:
    l=l.replace('\\n','\n')
    for fl in (0,):
        try: compile(l,'<s>','exec'); print(repr(l),'ok')
        except SyntaxError as e: print(repr(l),type(e).__name__,e.msg,e.lineno,e.offset,e.end_lineno,e.end_offset)

for encoding in ('latin', 'latin1', 'iso8859', 'cp819', 'l1'):
    source = f'# coding={encoding}\nx = "\x85\xe4"'.encode('latin-1')
    names = {}
    exec(source, names)
    print(ascii(names['x']))
try:
    compile(b'# coding=latin\n(aaa\naaa\xb5', '<s>', 'exec')
except SyntaxError as e:
    print(e.msg, e.lineno, e.offset)


def digits(count):
    try:
        print(compile('a = 1\nb = ' + '3' * count, '<s>', 'exec') is not None)
    except SyntaxError as e:
        print(e.msg, e.lineno)


digits(4300)
digits(4301)
sys.set_int_max_str_digits(640)
digits(640)
digits(641)
sys.set_int_max_str_digits(0)
digits(5000)

# A declaration in a handler comes before what is in the `else`.
exec("""def f():
    try:
        pass
    except Exception:
        global a
    else:
        print(a)
a = 'global'
f()""", {})
