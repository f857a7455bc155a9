"""Trees after constants have been folded: what `ast.parse` gives with an optimize above 0. The machine
imports this when it is asked for such a tree."""

import ast
import operator
import re
from ast import Constant

BINARY = {
    'Add': operator.add, 'Sub': operator.sub, 'Mult': operator.mul, 'Div': operator.truediv,
    'FloorDiv': operator.floordiv, 'Mod': operator.mod, 'Pow': operator.pow,
    'LShift': operator.lshift, 'RShift': operator.rshift, 'BitOr': operator.or_,
    'BitXor': operator.xor, 'BitAnd': operator.and_,
}
UNARY = {'Invert': operator.invert, 'UAdd': operator.pos, 'USub': operator.neg, 'Not': operator.not_}
OPPOSITE = {'Is': ast.IsNot, 'IsNot': ast.Is, 'In': ast.NotIn, 'NotIn': ast.In}

# Results that are larger are left for the run.
MOST_BITS = 128
MOST_ITEMS = 256
MOST_CHARACTERS = 4096

FORMAT = re.compile(r'%(?:%|(-?)(\d*)((?:\.\d*)?)([sra]))', re.ASCII)


def fold(tree, optimize):
    return Folder(optimize).visit(tree)


class Folder(ast.NodeTransformer):
    def __init__(self, optimize):
        self.optimize = optimize

    def statements(self, node):
        documented = has_docstring(node.body)
        self.generic_visit(node)
        if not documented and has_docstring(node.body):
            # What has become a text must not become documentation.
            first = node.body[0]
            first.value = ast.copy_location(ast.JoinedStr([first.value]), first.value)
        return node

    visit_Module = visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = statements

    def visit_Constant(self, node):
        return node

    def visit_Name(self, node):
        if node.id == '__debug__' and isinstance(node.ctx, ast.Load):
            return constant(node, not self.optimize)
        return node

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        name, operand = type(node.op).__name__, node.operand
        if isinstance(operand, Constant):
            return folded(node, UNARY[name], operand.value)
        if name == 'Not' and isinstance(operand, ast.Compare) and len(operand.ops) == 1:
            opposite = OPPOSITE.get(type(operand.ops[0]).__name__)
            if opposite:
                operand.ops[0] = opposite()
                return operand
        return node

    def visit_BinOp(self, node):
        self.generic_visit(node)
        left, right, name = node.left, node.right, type(node.op).__name__
        if not isinstance(left, Constant):
            return node
        if name == 'Mod' and isinstance(left.value, (str, bytes)):
            return formatted(node) if isinstance(right, ast.Tuple) else node
        if isinstance(right, Constant) and is_small(name, left.value, right.value):
            return folded(node, BINARY[name], left.value, right.value)
        return node

    def visit_Tuple(self, node):
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load) and all(isinstance(e, Constant) for e in node.elts):
            return constant(node, tuple(e.value for e in node.elts))
        return node

    def visit_Subscript(self, node):
        self.generic_visit(node)
        constants = isinstance(node.value, Constant) and isinstance(node.slice, Constant)
        if constants and isinstance(node.ctx, ast.Load):
            return folded(node, operator.getitem, node.value.value, node.slice.value)
        return node

    def visit_Compare(self, node):
        self.generic_visit(node)
        if isinstance(node.ops[-1], (ast.In, ast.NotIn)):
            node.comparators[-1] = looked_through(node.comparators[-1])
        return node

    def looping(self, node):
        self.generic_visit(node)
        node.iter = looked_through(node.iter)
        return node

    visit_For = visit_AsyncFor = visit_comprehension = looping


def has_docstring(body):
    return bool(body) and isinstance(body[0], ast.Expr) \
        and isinstance(body[0].value, Constant) and isinstance(body[0].value.value, str)


def constant(node, value):
    return ast.copy_location(Constant(value), node)


def folded(node, function, *operands):
    try:
        return constant(node, function(*operands))
    except (ArithmeticError, TypeError, ValueError, LookupError, MemoryError):
        return node


def is_small(name, left, right):
    if name == 'MatMult':
        return False
    both_ints = isinstance(left, int) and isinstance(right, int)
    if name == 'Mult':
        if both_ints:
            return not (left and right) or left.bit_length() + right.bit_length() <= MOST_BITS
        if isinstance(left, int):
            left, right = right, left
        if isinstance(left, (str, bytes, tuple)) and isinstance(right, int) and left:
            most = MOST_ITEMS if isinstance(left, tuple) else MOST_CHARACTERS
            if not 0 <= right <= most // len(left):
                return False
            return not isinstance(left, tuple) or not right or items_within(left) * right <= 4096
    if name == 'Pow' and both_ints and right > 0:
        return not left or left.bit_length() * right <= MOST_BITS
    if name == 'LShift' and both_ints and left and right:
        return 0 <= right <= MOST_BITS and left.bit_length() + right <= MOST_BITS
    return True


def items_within(value):
    """How many values a constant tuple holds, those of its tuples included."""
    if isinstance(value, (tuple, frozenset)):
        return sum(items_within(item) for item in value) + len(value)
    return 0


def looked_through(node):
    """What is only looked through can be a tuple instead of a list, and constant instead of a set."""
    if not isinstance(node, (ast.List, ast.Set)):
        return node
    if all(isinstance(e, Constant) for e in node.elts):
        values = [e.value for e in node.elts]
        return constant(node, tuple(values) if isinstance(node, ast.List) else frozenset(values))
    if isinstance(node, ast.List) and not any(isinstance(e, ast.Starred) for e in node.elts):
        return ast.copy_location(ast.Tuple(node.elts, ast.Load()), node)
    return node


def formatted(node):
    """An f-string instead of a formatting with %, where that is as good."""
    text, values = node.left.value, list(node.right.elts)
    if not isinstance(text, str) or any(isinstance(value, ast.Starred) for value in values):
        return node
    parts, literal, at = [], '', 0

    def end_literal():
        nonlocal literal
        if literal:
            parts.append(constant(node, literal))
        literal = ''

    while at < len(text):
        percent = text.find('%', at)
        if percent < 0:
            percent = len(text)
        literal += text[at:percent]
        if percent == len(text):
            break
        match = FORMAT.match(text, percent)
        if match is None:
            return node
        at = match.end()
        if match[0] == '%%':
            literal += '%'
            continue
        minus, width, precision, conversion = match.groups()
        if not values or len(width) > 2 or len(precision) > 3:
            return node
        end_literal()
        spec = ('>' if width and not minus else '') + width + precision
        spec = constant(node, spec) if spec else None
        value = ast.FormattedValue(values.pop(0), ord(conversion), spec)
        parts.append(ast.copy_location(value, node))
    end_literal()
    return node if values else ast.copy_location(ast.JoinedStr(parts), node)
