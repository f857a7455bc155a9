# Trees as text, and literals as values.
# normalise: addr

import ast

print(ast.dump(ast.parse('a + 1')))  # expect: Module(body=[Expr(value=BinOp(left=Name(id='a', ctx=Load()), op=Add(), right=Constant(value=1)))])
print(ast.dump(ast.parse('lambda a: 1'), annotate_fields=False))  # expect: Module([Expr(Lambda(arguments([], [arg('a')]), Constant(1)))])
print(ast.dump(ast.parse('f()', mode='eval'), show_empty=True))  # expect: Expression(body=Call(func=Name(id='f', ctx=Load()), args=[], keywords=[]))
print(ast.dump(ast.Call(ast.Name('x', lineno=2), [1], []), indent=1, include_attributes=True))
# expect: Call(
# expect:  func=Name(id='x', ctx=Load(), lineno=2),
# expect:  args=[
# expect:   1])
print(ast.dump(ast.parse('(int, *str, **x) -> a', mode='func_type')))  # expect: FunctionType(argtypes=[Name(id='int', ctx=Load()), Name(id='str', ctx=Load()), Name(id='x', ctx=Load())], returns=Name(id='a', ctx=Load()))
print(ast.dump(ast.parse("'%s' % (a,) in [1, -2]", optimize=1).body[0].value))  # expect: Compare(left=JoinedStr(values=[FormattedValue(value=Name(id='a', ctx=Load()), conversion=115)]), ops=[In()], comparators=[Constant(value=(1, -2))])
try:
    ast.dump(5)
except TypeError as error:
    print(error)  # expect: expected AST, got 'int'

print(ast.literal_eval("[1, -2.5, 3+4j, 'a' 'b', b'c', (None, True), {...: {5}}, set()]"))  # expect: [1, -2.5, (3+4j), 'ab', b'c', (None, True), {Ellipsis: {5}}, set()]
for source in 'f()', '--1', '1+2', '{**a}', 'x':
    try:
        ast.literal_eval(source)
    except ValueError as error:
        print(error)
# expect: malformed node or string on line 1: <ast.Call object at <ADDR>>
# expect: malformed node or string on line 1: <ast.UnaryOp object at <ADDR>>
# expect: malformed node or string on line 1: <ast.BinOp object at <ADDR>>
# expect: malformed node or string: None
# expect: malformed node or string on line 1: <ast.Name object at <ADDR>>

for source, version in [('a @ b', 4), ('f(x:=1)', 7), ('match a:\n case 1: pass', 9), ('type X = int', 11)]:
    try:
        ast.parse(source, feature_version=(3, version))
    except SyntaxError as error:
        print(error.msg)
# expect: The '@' operator is only supported in Python 3.5 and greater
# expect: Assignment expressions are only supported in Python 3.8 and greater
# expect: Pattern matching is only supported in Python 3.10 and greater
# expect: Type statement is only supported in Python 3.12 and greater
