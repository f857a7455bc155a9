# What is thrown into a generator has the context of what that generator handles, no other.
def g():
    try: yield 1
    except ValueError as e: print('ctx', repr(e.__context__)); raise
async def ag():
    try: yield 1
    except ValueError as e: print('actx', repr(e.__context__)); raise
def run(c):
    try:
        while True: c.send(None)
    except StopIteration as e: return e.value
x=g(); next(x)
try:
    try: 1/0
    except ZeroDivisionError: x.throw(ValueError('v'))
except ValueError as e: print(repr(e.__context__))
x=g()
try:
    try: 1/0
    except ZeroDivisionError: x.throw(ValueError('v'))
except ValueError as e: print(repr(e.__context__))
async def m():
    a=ag(); await anext(a)
    try: 1/0
    except ZeroDivisionError: await a.athrow(ValueError('v'))
try: run(m())
except ValueError as e: print(repr(e.__context__))
x=ag(); run(anext(x))
try:
    try: 1/0
    except ZeroDivisionError: x.athrow(ValueError('v')).send(None)
except ValueError as e: print(repr(e.__context__))
x=ag(); 
try:
    try: 1/0
    except ZeroDivisionError: x.athrow(ValueError('v')).send(None)
except ValueError as e: print(repr(e.__context__))
x=ag(); 
try:
    try: 1/0
    except ZeroDivisionError: x.asend(None).throw(ValueError('v'))
except ValueError as e: print(repr(e.__context__))
class Y:
    def __await__(self): yield 1
async def co():
    try: await Y()
    except ValueError as e: print('coctx', repr(e.__context__)); raise
x=co(); x.send(None)
try:
    try: 1/0
    except ZeroDivisionError: x.throw(ValueError('v'))
except ValueError as e: print(repr(e.__context__))
async def ex():
    async def gg():
        try: yield 1
        except GeneratorExit as e: print('GE', repr(e.__context__)); raise
    a=gg(); await anext(a)
    try: 1/0
    except ZeroDivisionError: await a.aclose()
    a=gg(); await anext(a)
    try: 1/0
    except ZeroDivisionError:
        try: await anext(a)
        except StopAsyncIteration as e: print(repr(e.__context__))
    try: 1/0
    except ZeroDivisionError:
        try: await anext(a)
        except StopAsyncIteration as e: print(repr(e.__context__))
run(ex())
