# Functions made of code objects.

from types import FunctionType


def outer():
    free = 1

    def inner(a, b=2, *, c=3):
        return a, b, c, free

    return inner


made = FunctionType(outer().__code__, {}, argdefs=(9,), closure=outer().__closure__, kwdefaults={'c': 7})
print(made(1), made.__name__, made.__qualname__)  # expect: (1, 9, 7, 1) inner outer.<locals>.inner
print(FunctionType(compile('x', 'f', 'eval'), {'x': 5}, 'named').__name__)  # expect: named
print(FunctionType(compile('x', 'f', 'eval'), {'x': 5})())  # expect: 5
space = {}
FunctionType(compile('y = 1\nz = y + 1\ndel y', 'f', 'exec'), space)()
print(space['z'], 'y' in space)  # expect: 2 False
plain = (lambda x: x).__code__
for args in ((5, {}), (plain, 5), (plain, {}, 5), (plain, {}, None, 5), (plain, {}, None, None, 5),
             (plain, {}, None, None, (1,)), (outer().__code__, {}), (outer().__code__, {}, None, None, (1,)),
             (plain, {}, None, None, None, 5), (plain,)):
    try:
        FunctionType(*args)
    except (TypeError, ValueError) as error:
        print(error)
# expect: function() argument 'code' must be code, not int
# expect: function() argument 'globals' must be dict, not int
# expect: arg 3 (name) must be None or string
# expect: arg 4 (defaults) must be None or tuple
# expect: arg 5 (closure) must be None or tuple
# expect: <lambda> requires closure of length 0, not 1
# expect: arg 5 (closure) must be tuple
# expect: arg 5 (closure) expected cell, found int
# expect: arg 6 (kwdefaults) must be None or dict
# expect: function() missing required argument 'globals' (pos 2)
