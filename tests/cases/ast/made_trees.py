# Trees that a program makes are checked as CPython checks them.
# normalise: addr

import ast

place = dict(lineno=1, col_offset=0, end_lineno=1, end_col_offset=1)


def name(**other):
    return ast.Name('x', ast.Load(), **{**place, **other})


def attempt(*body, mode='exec'):
    try:
        print(eval(compile(ast.Module(list(body), []), 'f', mode), {'x': 1}))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


attempt()  # expect: None
attempt(ast.Expr(name()))  # expect: TypeError: required field "lineno" missing from stmt
attempt(ast.Expr(name(lineno=0), **place))  # expect: None
attempt(None)  # expect: ValueError: None disallowed in statement list
attempt(name())  # expect: TypeError: expected some sort of stmt, but got <ast.Name object at <ADDR>>
attempt(ast.Expr(name(lineno=2), **place))  # expect: ValueError: AST node line range (2, 1) is not valid
attempt(ast.Expr(name(col_offset=5), **place))  # expect: ValueError: line 1, column 5-1 is not a valid range
attempt(ast.Expr(name(lineno='a'), **place))  # expect: ValueError: invalid integer value: 'a'
attempt(ast.Expr(None, **place))  # expect: ValueError: field 'value' is required for Expr
attempt(ast.Expr(name(), **place), mode='eval')  # expect: TypeError: expected Expression node, got Module
attempt(ast.Expr(ast.Name(5, ast.Load(), **place), **place))  # expect: TypeError: AST identifier must be of type str
attempt(ast.Expr(ast.Name('None', ast.Load(), **place), **place))  # expect: ValueError: identifier field can't represent 'None' constant
attempt(ast.Assign([name()], name(), **place))  # expect: ValueError: expression must have Store context but has Load instead
attempt(ast.Assign([], name(), **place))  # expect: ValueError: empty targets on Assign
attempt(ast.Expr(ast.Constant([], **place), **place))  # expect: TypeError: got an invalid type in Constant: list
attempt(ast.Expr(ast.Compare(name(), [], [], **place), **place))  # expect: ValueError: Compare with no comparators
attempt(ast.If(name(), [], [], **place))  # expect: ValueError: empty body on If
attempt(ast.Return(name(), **place))  # expect: SyntaxError: 'return' outside function (f, line 1)
attempt(ast.Expr(ast.Yield(None, **place), **place))  # expect: SyntaxError: 'yield' outside function (f, line 1)

constant = ast.Constant((1, frozenset([2]), -3, 1 + 2j, -10**30), **place)
print(eval(compile(ast.Expression(constant), 'f', 'eval')))  # expect: (1, frozenset({2}), -3, (1+2j), -1000000000000000000000000000000)

deep = name()
for _ in range(20000):
    deep = ast.UnaryOp(ast.Not(), deep, **place)
attempt(ast.Expr(deep, **place))  # expect: RecursionError: maximum recursion depth exceeded while traversing 'expr' node

cyclic = ast.Module([], [])
cyclic.body.append(ast.If(name(), cyclic.body, [], **place))
attempt(*cyclic.body)  # expect: RecursionError: maximum recursion depth exceeded while traversing 'expr' node


class Shrinking(ast.Name):
    @property
    def id(self):
        tree.body.clear()
        return 'x'


import warnings
warnings.simplefilter('ignore')
tree = ast.Module([ast.Expr(Shrinking(ctx=ast.Load(), **place), **place)], [])
try:
    compile(tree, 'f', 'exec')
except RuntimeError as error:
    print(error)  # expect: Module field "body" changed size during iteration

# Code of a tree has its places.
code = compile(ast.parse('\n\nx = 1\ny = x / 0\n'), 'f', 'exec')
try:
    exec(code)
except ZeroDivisionError as error:
    print(error.__traceback__.tb_next.tb_lineno)  # expect: 4
