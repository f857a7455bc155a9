# The classes of nodes: made, copied, deprecated ways.

import ast
import copy
import pickle
import warnings


def attempt(make):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            print(ast.dump(make()))
        except TypeError as error:
            print(error)
    for each in caught:
        print(each.category.__name__, each.message)


attempt(lambda: ast.Name('a'))  # expect: Name(id='a', ctx=Load())
attempt(lambda: ast.Name())
# expect: Name(ctx=Load())
# expect: DeprecationWarning Name.__init__ missing 1 required positional argument: 'id'. This will become an error in Python 3.15.
attempt(lambda: ast.Name('a', 1, 2))  # expect: Name constructor takes at most 2 positional arguments
attempt(lambda: ast.Name('a', id=2))  # expect: Name got multiple values for argument 'id'
attempt(lambda: ast.Name('a', lineno=2, odd=3))
# expect: Name(id='a', ctx=Load())
# expect: DeprecationWarning Name.__init__ got an unexpected keyword argument 'odd'. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.
attempt(lambda: ast.arguments())  # expect: arguments()
print(vars(ast.Module()).values())  # expect: dict_values([[], []])


class Odd(ast.AST):
    _fields = ('a', 'b', 'c')
    _field_types = {'a': list[int], 'b': int | None}


attempt(Odd)
# expect: Odd()
# expect: DeprecationWarning Field 'c' is missing from Odd._field_types. This will become an error in Python 3.15.

print(ast.Name.__doc__)  # expect: Name(identifier id, expr_context ctx)
print(ast.Raise._fields, ast.Raise.exc, ast.Raise._attributes)  # expect: ('exc', 'cause') None ('lineno', 'col_offset', 'end_lineno', 'end_col_offset')
print(ast.ClassDef._field_types['bases'], ast.Return._field_types)  # expect: list[ast.expr] {'value': ast.expr | None}
print(ast.unaryop.__doc__)  # expect: unaryop = Invert | Not | UAdd | USub
print(ast.type_param.__doc__.splitlines()[1])  # expect:            | ParamSpec(identifier name, expr? default_value)
print(ast.parse('x').body[0].value.ctx is ast.Name('y').ctx)  # expect: True

tree = ast.parse('def f(a, *b): return a[b]')
for again in copy.deepcopy(tree), pickle.loads(pickle.dumps(tree)):
    print(ast.dump(again) == ast.dump(tree), ast.unparse(again) == ast.unparse(tree))
# expect: True True
# expect: True True

match tree.body[0]:
    case ast.FunctionDef(name, ast.arguments(args=[ast.arg(first)])):
        print(name, first)  # expect: f a

attempt(lambda: ast.Num(5))
# expect: Constant(value=5)
# expect: DeprecationWarning ast.Num is deprecated and will be removed in Python 3.14; use ast.Constant instead
# expect: DeprecationWarning ast.Num is deprecated and will be removed in Python 3.14; use ast.Constant instead
attempt(lambda: ast.Index(ast.Name('i')))  # expect: Name(id='i', ctx=Load())
with warnings.catch_warnings():
    warnings.simplefilter('ignore')
    print(isinstance(ast.Constant(5), ast.Num), isinstance(ast.Constant(True), ast.Num))  # expect: True False
    print(ast.Constant('s').s)  # expect: s
