# Attributes of functions, and what may be assigned to them.
from _outcome import outcome

outcome("""\
def f(): pass
f.__name__=5
""")
outcome("""\
def f(): pass
f.__qualname__=5
""")
outcome("""\
def f(): pass
f.__defaults__=5
""")
outcome("""\
def f(): pass
f.__kwdefaults__=5
""")
outcome("""\
def f(): pass
f.__code__=5
""")
outcome("""\
def f(): pass
f.__dict__=5
""")
outcome("""\
def f(): pass
f.__closure__=5
""")
outcome("""\
def f(): pass
f.__globals__=5
""")
outcome("""\
def f(): pass
f.__annotations__=5
""")
outcome("""\
def f(): pass
f.__doc__=5; r=f.__doc__; del f.__doc__; r=r,f.__doc__
""")
outcome("""\
def f(): pass
del f.__name__
""")
outcome("""\
def f(x): return x
def g(x): return -x
f.__code__=g.__code__; r=f(1)
""")
outcome("""\
def f(a): pass
f.__defaults__=(9,); r=f()
""")
outcome("""\
def f(): x=1
def h():
  y=1
  def k(): return y
  return k
f.__code__=h().__code__
""")
outcome("""\
def f(a:int,b:'x'=1,*c:str,d:float,**e:bytes)->None: pass
r=f.__annotations__
""")
outcome("""\
def d(x):
  print('deco',x); return lambda f: (print('apply',x), f)[1]
@d(1)
@d(2)
def f(): pass
r=f.__name__
""")
