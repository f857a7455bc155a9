# types: SimpleNamespace, new_class, coroutine and names
import types
n = types.SimpleNamespace(a=1, b='x')
class Sub(types.SimpleNamespace): pass
def gen(): yield 1

TEXTS = r'''n
n.a
n == types.SimpleNamespace(a=1, b='x')
n != 1
types.SimpleNamespace({'q': 1}, w=2)
types.SimpleNamespace(1)
types.SimpleNamespace({1: 2})
types.SimpleNamespace(1, 2)
Sub(z=1)
hash(n)
n.nope
vars(n)
n.__replace__(a=5)
types.new_class('X', (int,), {}, lambda ns: ns.update(y=1)).y
types.new_class('X').__mro__
types.resolve_bases((list[int], str))
types.get_original_bases(type('Y', (), {}))
types.get_original_bases(1)
types.prepare_class('Z', (), {'metaclass': type})
types.GeneratorType is type(gen())
types.FunctionType is types.LambdaType is type(gen)
types.NoneType(), types.EllipsisType(), types.NotImplementedType()
types.ModuleType('m')
types.MethodType(len, [1, 2])()
types.coroutine(1)
isinstance(int | str, types.UnionType)
type(type.__dict__['mro']) is types.MethodDescriptorType'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

n.c = n
print(n)
@types.coroutine
def co():
    x = yield 1
    return x
async def main(): return await co()
c = main()
print(c.send(None))
try: c.send('sent')
except StopIteration as stop: print(stop.value)
