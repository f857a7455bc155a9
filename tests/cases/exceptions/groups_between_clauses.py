# What is handled between the clauses of except*, contexts of groups, and throw() into foreign iterators.
import sys
def ctx(e):
    r=[]
    while e is not None:
        r.append(repr(e)); e=e.__context__
    return r
try:
    try:
        raise AttributeError
    except* Exception as e9:
        raise
    except* ExceptionGroup as e11:
        pass
except BaseException as e: print(1, ctx(e))
try:
    try:
        1/0
    finally:
        try: [][1]
        except* IndexError: raise
except BaseException as e: print(2, ctx(e), ctx(e.exceptions[0]))
try:
    try:
        1/0
    finally:
        try: [][1]
        except* IndexError: raise KeyError
except BaseException as e: print(3, ctx(e), [ctx(x) for x in getattr(e,"exceptions",())])
try:
    try:
        1/0
    finally:
        try: raise ExceptionGroup('x',[IndexError(),KeyError()])
        except* IndexError: raise
        except* KeyError: raise ValueError
except BaseException as e: print(4, ctx(e), [ctx(x) for x in getattr(e,"exceptions",())])
try:
    try:
        1/0
    finally:
        try: raise ExceptionGroup('x',[IndexError(),KeyError()])
        except* IndexError: pass
except BaseException as e: print(5, ctx(e), [ctx(x) for x in getattr(e,"exceptions",())])
try:
    try: raise ValueError
    except* ValueError:
        print(sys.exception())
        raise
    except* int: pass
except BaseException as e: print(6, ctx(e))
try:
    try: raise ExceptionGroup('a',[ValueError(1),TypeError(2)])
    except* ValueError:
        print(repr(sys.exception()))
    except* print(repr(sys.exception())) or TypeError:
        print(repr(sys.exception()))
        try: raise KeyError
        except KeyError as e: print(ctx(e))
        raise OSError
except BaseException as e: print(7, ctx(e), [ctx(x) for x in getattr(e,"exceptions",())])
print(-0.0 - -0j, -0j, -0.0 - 0j, 0.0 - -0j, -0.0 + -0j, (-0.0+1j))
class It:
    def __iter__(s): return s
    def __next__(s): return 1
    def throw(s,*e): print(e); raise StopIteration(5)
def g(): return (yield from It())
for a in ((IndexError,),(IndexError,1),(IndexError,IndexError(3)),(IndexError(4),),(IndexError,None,None)):
    import warnings; warnings.simplefilter('ignore')
    i=g(); next(i)
    try: i.throw(*a)
    except StopIteration as e: print(e.value)
for a in ((3,),(IndexError,1,2),(int,),(IndexError(),2)):
    i=g(); next(i)
    try: i.throw(*a)
    except BaseException as e: print(type(e),e)
