# When the subject of the last case goes.
class D:
    __match_args__=('name',)
    def __init__(s,n): s.name=n
    def __del__(s): print('del',s.name)
x=D(948)
match D(90):
    case D(name=x): print('in')
print('after')
x=D(1)
match [D(2),D(3)]:
    case [x,*_] if False: pass
    case [x,*_]: print('in')
print('after')
match {'a':D(4)}:
    case {'a':x}: print('in')
print('after')
match {'a':D(5),'b':1}:
    case {'a':x, **r}: print('in',r)
    case _: print('no')
print('after')
match D(6):
    case int(): print(1)
    case _: print('default')
match D(7):
    case D(name=8)|D(name=7) as y: print('y')
y=x=None
match D(8):
    case (str() as z) | D(name=z): print(z)
def f(v):
    match v:
        case (1, x, 2): return x
        case (1, x, *_, y): return x,y
        case {'k': [a, b], **kw} if a: return a,b,kw
        case _: return 'd'
print(f((1,5,2)),f((1,5,7,7)),f({'k':[1,2],'l':3}),f({'k':[0,2],'l':3}),f(0))
