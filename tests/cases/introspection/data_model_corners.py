# Corners of classes, methods and functions.
import sys
import types
import warnings


def attempt(call):
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        try:
            print(call())
        except Exception as error:
            print(type(error).__name__, error)


class Int(int):
    def __pow__(self, other, mod=None):
        return ('pow', int(self), other, mod)


class Plain:
    def method(self):
        return type(self).__name__


class Other:
    pass


attempt(lambda: pow(Int(2), 3, 5))
attempt(lambda: object.__setattr__(str, 'x', 1))
attempt(lambda: object.__delattr__(str, 'lower'))
attempt(lambda: type('Odd', (), {1: 2}))
attempt(lambda: Plain().method.__get__(Other(), Other)())
attempt(lambda: type.__dict__['__doc__'].__set__(list, 'x'))
attempt(lambda: type.__dict__['__doc__'].__delete__(Plain))
attempt(lambda: type.__dict__['__qualname__'].__set__(str, 'x'))
attempt(lambda: Plain.__dict__['__dict__'].__set__(Plain, {}))
attempt(lambda: setattr(attempt, '__code__', (lambda call: (yield)).__code__))
attempt(lambda: types.new_class('None_', (tuple,), {}, lambda ns: ns.update(__class_getitem__=None))[int])


class Module(types.ModuleType):
    __dict__ = property(lambda self: 'no dict')


attempt(lambda: dir(Module('m')))


class Meta(type):
    def mro(cls):
        return (Plain,)


attempt(lambda: Meta('Lost', (), {}))
scope = {'type': type, '__builtins__': {'None': None}}
exec('def f(): pass\ng = type(f)(f.__code__, {})', scope)
print(scope['g'].__builtins__)
error = ImportError('text', name='name', path='path')
error.__init__()
print(error.args, error.msg, error.name, error.path)
deep = []
for _ in range(20_000):
    deep = [deep]
attempt(lambda: repr(deep))
deep = {}
for _ in range(20_000):
    deep = {1: deep}
attempt(lambda: repr(deep))


class Broken:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def __getattr__(self, name):
        1 / 0


def delegate():
    yield from Broken()


sys.unraisablehook = lambda args: print('unraisable', args.exc_type.__name__)
generator = delegate()
next(generator)
generator.close()

# expect: ('pow', 2, 3, 5)
# expect: TypeError can't apply this __setattr__ to type object
# expect: TypeError can't apply this __delattr__ to type object
# expect: RuntimeWarning non-string key in the __dict__ of class Odd
# expect: Plain
# expect: TypeError cannot set '__doc__' attribute of immutable type 'list'
# expect: TypeError cannot delete '__doc__' attribute of immutable type 'Plain'
# expect: TypeError cannot set '__qualname__' attribute of immutable type 'str'
# expect: TypeError descriptor '__dict__' for 'Plain' objects doesn't apply to a 'type' object
# expect: DeprecationWarning Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)
# expect: TypeError type 'None_' is not subscriptable
# expect: TypeError <module>.__dict__ is not a dictionary
# expect: TypeError super(type, obj): obj (type Lost) is not an instance or subtype of type (Lost).
# expect: {'None': None}
# expect: () None None None
# expect: RecursionError maximum recursion depth exceeded while getting the repr of an object
# expect: RecursionError maximum recursion depth exceeded while getting the repr of an object
# expect: unraisable ZeroDivisionError
