# Attributes of staticmethod and classmethod objects: their function's, and any others.

def f(a: int) -> str:
    'doc'


f.x = 5
for w in staticmethod, classmethod:
    s = w(f)
    print(vars(s), s.__dict__ is vars(s))
    s.y = 1
    print(s.y, list(vars(s)))
    del s.y
    f.__name__ = 'g'
    print(s.__name__)
    f.__name__ = 'f'
    print(list(vars(w(len))), list(vars(w(3))))
    for name in '__func__', '__wrapped__', '__isabstractmethod__', '__nope__':
        for change in (lambda: setattr(s, name, 1)), (lambda: delattr(s, name)):
            try:
                change()
                print('ok', name)
            except Exception as error:
                print(type(error).__name__, error)
    for ask in (lambda: s.nope), (lambda: w(3).__name__):
        try:
            ask()
        except AttributeError as error:
            print(error)
    print(w(f).__doc__, w(f).__annotations__)
    s.__doc__ = 'new'
    print(s.__doc__)

    class S(w):
        def __init__(self, *args):
            pass

    class T(w):
        pass

    class U(w):
        __slots__ = ()

    print(vars(S(f)), vars(T(f))['__name__'], vars(U(f))['__doc__'])
    s.__init__(len)
    print(vars(s)['__name__'])
    s.__dict__ = {'q': 1}
    print(s.q)

    class P:
        @property
        def __doc__(self):
            raise KeyError('d')

    try:
        w(P())
    except KeyError as error:
        print(error)
    print(sorted(vars(w)))

# expect: {'__module__': '__main__', '__name__': 'f', '__qualname__': 'f', '__doc__': 'doc', '__annotations__': {'a': <class 'int'>, 'return': <class 'str'>}} True
# expect: 1 ['__module__', '__name__', '__qualname__', '__doc__', '__annotations__', 'y']
# expect: f
# expect: ['__module__', '__name__', '__qualname__', '__doc__'] ['__doc__']
# expect: AttributeError readonly attribute
# expect: AttributeError readonly attribute
# expect: AttributeError readonly attribute
# expect: AttributeError readonly attribute
# expect: AttributeError attribute '__isabstractmethod__' of 'staticmethod' objects is not writable
# expect: AttributeError attribute '__isabstractmethod__' of 'staticmethod' objects is not writable
# expect: ok __nope__
# expect: ok __nope__
# expect: 'staticmethod' object has no attribute 'nope'
# expect: 'staticmethod' object has no attribute '__name__'
# expect: doc {'a': <class 'int'>, 'return': <class 'str'>}
# expect: new
# expect: {} f doc
# expect: len
# expect: 1
# expect: 'd'
# expect: ['__call__', '__dict__', '__doc__', '__func__', '__get__', '__init__', '__isabstractmethod__', '__new__', '__repr__', '__wrapped__']
# expect: {'__module__': '__main__', '__name__': 'f', '__qualname__': 'f', '__doc__': 'doc', '__annotations__': {'a': <class 'int'>, 'return': <class 'str'>}} True
# expect: 1 ['__module__', '__name__', '__qualname__', '__doc__', '__annotations__', 'y']
# expect: f
# expect: ['__module__', '__name__', '__qualname__', '__doc__'] ['__doc__']
# expect: AttributeError readonly attribute
# expect: AttributeError readonly attribute
# expect: AttributeError readonly attribute
# expect: AttributeError readonly attribute
# expect: AttributeError attribute '__isabstractmethod__' of 'classmethod' objects is not writable
# expect: AttributeError attribute '__isabstractmethod__' of 'classmethod' objects is not writable
# expect: ok __nope__
# expect: ok __nope__
# expect: 'classmethod' object has no attribute 'nope'
# expect: 'classmethod' object has no attribute '__name__'
# expect: doc {'a': <class 'int'>, 'return': <class 'str'>}
# expect: new
# expect: {} f doc
# expect: len
# expect: 1
# expect: 'd'
# expect: ['__dict__', '__doc__', '__func__', '__get__', '__init__', '__isabstractmethod__', '__new__', '__repr__', '__wrapped__']
