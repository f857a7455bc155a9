# Type comments are part of the tree if they are asked for.

import ast

source = '''
x = []  # type: List[int]
for a in b:  # type: int
    pass
with c as d:  #type:str
    pass
def f(a,  # type: int
      b=1,
      *c  # type: str
      ):
    # type: (...) -> None
    pass
async def g(): # type: () -> int
    pass
y = 1  # type: ignore[misc]
z = 2  # type: ignore
'''
tree = ast.parse(source, type_comments=True)
print([node.type_comment for node in tree.body])
# expect: ['List[int]', 'int', 'str', '(...) -> None', '() -> int', None, None]
arguments = tree.body[3].args
print([arg.type_comment for arg in arguments.args], arguments.vararg.type_comment)  # expect: ['int', None] str
print([(each.lineno, each.tag) for each in tree.type_ignores])  # expect: [(15, '[misc]'), (16, '')]
print(ast.unparse(tree).splitlines()[0])  # expect: x = [] # type: List[int]
print([node.type_comment for node in ast.parse(source).body if hasattr(node, 'type_comment')])
# expect: [None, None, None, None, None, None, None]

for bad in 'x  # type: int\n', 'if a:  # type: int\n  pass\n', 'x = (1,  # type: int\n 2)\n', \
        'def f():  # type: () -> int\n  # type: () -> str\n  pass\n', 'x = 1\n# type: int\n':
    try:
        ast.parse(bad, type_comments=True)
    except SyntaxError as error:
        print(error.msg, error.lineno)
    ast.parse(bad)
# expect: invalid syntax 1
# expect: invalid syntax 1
# expect: invalid syntax 1
# expect: Cannot have two type comments on def 3
# expect: invalid syntax 2
