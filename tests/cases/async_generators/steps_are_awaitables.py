# Steps of an asynchronous generator are awaitables that can be driven by hand, once.
def show(f):
    try:
        print("->", f())
    except BaseException as e:
        print(type(e).__name__, e, repr(getattr(e,'value',None)), repr(e.__cause__), repr(e.__context__))
class y:
    def __init__(s,v): s.v=v
    def __await__(s):
        r = yield s.v
        return r
async def g():
    try:
        r = await y('w1'); print('r', r)
        x = yield 1; print('x', x)
        x = yield 2; print('x', x)
    except ValueError as e:
        print('caught', e); yield 'v'
    finally:
        print('fin')
a = g()
print(type(a), a.ag_running, a.ag_suspended, a.ag_await, a.ag_frame is not None, a.ag_code.co_name)
s = a.__anext__(); print(type(s), hasattr(s,'__await__'), hasattr(s,'__iter__'), hasattr(s,'__next__'))
print(sorted(n for n in dir(type(s)) if n not in dir(object)))
print(sorted(n for n in dir(type(a)) if n not in dir(object)))
show(lambda: s.send(None)); print(a.ag_running, a.ag_suspended, a.ag_await is None)
s2 = a.__anext__(); show(lambda: s2.send(None)); show(lambda: s2.send(None))
s3 = a.athrow(ValueError('z')); show(lambda: s3.send(None)); show(lambda: s3.send(None))
s3 = a.aclose(); show(lambda: s3.send(None)); show(lambda: s3.send(None))
show(lambda: s.send('hello')); show(lambda: s.send(None))
show(lambda: a.asend('A').send(None))
show(lambda: a.asend('A').send('B'))
show(lambda: a.asend(None).send(None))
b=g(); show(lambda: b.asend(3).send(None)); show(lambda: b.asend(None).send(None))
b=g(); t=b.athrow(KeyError('k')); show(lambda: t.send(5)); show(lambda: t.send(None)); show(lambda:b.asend(None).send(None))
b=g(); t=b.aclose(); show(lambda: t.send(5));show(lambda: t.send(None)); show(lambda:b.asend(None).send(None)); show(lambda:b.aclose().send(None)); show(lambda:b.athrow(ValueError).send(None))
b=g(); t=b.__anext__(); show(lambda: t.throw(ValueError('early'))); show(lambda: t.throw(ValueError('again')))
b=g(); t=b.__anext__(); show(lambda: t.send(None)); show(lambda: t.throw(ValueError('mid'))); show(lambda: b.__anext__().send(None))
b=g(); t=b.__anext__(); show(lambda: t.send(None)); show(lambda: t.close()); show(lambda: b.__anext__().send(None)); print(b.ag_running)
b=g(); t=b.__anext__(); show(lambda: t.close()); show(lambda: t.send(None))
b=g(); t=b.aclose(); show(lambda: t.close()); show(lambda: t.send(None))
for bad in [1, int, 'x', None]:
    b=g(); show(lambda: b.athrow(bad).send(None))
show(lambda: g().athrow().send(None))
show(lambda: g().asend())
show(lambda: g().aclose(1))
show(lambda: anext(1)); show(lambda: aiter(1))
show(lambda: anext()); show(lambda: anext(g(),1,2))
