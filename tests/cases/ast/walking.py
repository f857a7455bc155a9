# Walking trees, changing them, and places.

import ast

source = 'x = f(1, *b, c=d)\ny\n'
print([type(node).__name__ for node in ast.walk(ast.parse(source)) if hasattr(node, 'lineno')])
# expect: ['Assign', 'Expr', 'Name', 'Call', 'Name', 'Name', 'Constant', 'Starred', 'keyword', 'Name', 'Name']


class Names(ast.NodeVisitor):
    def visit_Name(self, node):
        print(node.id, end=' ')

    def visit_Num(self, node):
        print(node.value, end=' ')


import warnings
warnings.simplefilter('ignore')
Names().visit(ast.parse(source))
print()  # expect: x f 1 b d y 


class Change(ast.NodeTransformer):
    def visit_Name(self, node):
        return None if node.id == 'd' else ast.Name(node.id * 2, node.ctx)

    def visit_Pass(self, node):
        return [ast.Break(), ast.Continue()]


print(ast.unparse(Change().visit(ast.parse('while a:\n  pass\nf(b, d)\nreturn_'))))
# expect: while aa:
# expect:     break
# expect:     continue
# expect: ff(bb)
# expect: return_return_

tree = ast.fix_missing_locations(ast.Module([ast.Expr(ast.Name('x', lineno=7))], []))
print(tree.body[0].lineno, tree.body[0].value.lineno, tree.body[0].value.end_lineno)  # expect: 1 7 1
ast.increment_lineno(tree, 10)
print(tree.body[0].lineno, tree.body[0].value.lineno)  # expect: 11 17
print(vars(ast.copy_location(ast.Pass(), ast.parse('\n  \n(x)').body[0])))
# expect: {'lineno': 3, 'col_offset': 0, 'end_lineno': 3, 'end_col_offset': 3}

text = 'a = (1 +\n  éé)\r\ndef f():\n    """x\n       y"""\n'
tree = ast.parse(text)
sum_, function = tree.body[0].value, tree.body[1]
print(repr(ast.get_source_segment(text, sum_)), repr(ast.get_source_segment(text, sum_, padded=True)))
# expect: '1 +\n  éé' '     1 +\n  éé'
print(ast.get_source_segment(text, sum_.right))  # expect: éé
print(repr(ast.get_docstring(function)), repr(ast.get_docstring(function, clean=False)), ast.get_docstring(tree))
# expect: 'x\ny' 'x\n       y' None
