"""Syntax trees: reading them from a source, showing, walking and changing them, and writing sources
from them. The classes of the nodes come from `_ast`."""

import re
import sys
from _ast import *


def parse(source, filename='<unknown>', mode='exec', *,
          type_comments=False, feature_version=None, optimize=-1):
    """The syntax tree of a source; what `compile` gives with PyCF_ONLY_AST.

    mode is 'exec', 'eval', 'single' or 'func_type'. With type_comments, comments that begin with
    `type:` are part of the tree. feature_version is a tuple such as (3, 8): what came later is
    refused. With an optimize above 0 the tree is that after constants have been folded.
    """
    flags = PyCF_ONLY_AST
    if optimize > 0:
        flags |= PyCF_OPTIMIZED_AST
    if type_comments:
        flags |= PyCF_TYPE_COMMENTS
    minor = -1
    if isinstance(feature_version, tuple):
        major, minor = feature_version
        if major != 3:
            raise ValueError(f"Unsupported major version: {major}")
    elif feature_version is not None:
        minor = feature_version
    return compile(source, filename, mode, flags, _feature_version=minor, optimize=optimize)


# ---- Values ---------------------------------------------------------------------------------------

def literal_eval(node_or_string):
    """The value of a literal: a number, text, bytes, None, a bool, or a tuple, list, dict or set of
    literals. Takes the source or a tree of it; anything else is a ValueError."""
    node = node_or_string
    if isinstance(node, str):
        node = parse(node.lstrip(" \t"), mode='eval')
    if isinstance(node, Expression):
        node = node.body
    return _literal(node)


def _literal(node):
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Tuple):
        return tuple(map(_literal, node.elts))
    if isinstance(node, List):
        return list(map(_literal, node.elts))
    if isinstance(node, Set):
        return set(map(_literal, node.elts))
    if isinstance(node, Dict):
        if len(node.keys) != len(node.values):
            raise _malformed(node)
        keys = map(_literal, node.keys)
        return dict(zip(keys, map(_literal, node.values)))
    if isinstance(node, Call):
        named_set = isinstance(node.func, Name) and node.func.id == 'set'
        if named_set and node.args == node.keywords == []:
            return set()
    if isinstance(node, BinOp) and isinstance(node.op, (Add, Sub)):
        real = _signed_number(node.left)
        imaginary = _plain_number(node.right)
        if isinstance(real, (int, float)) and isinstance(imaginary, complex):
            return real + imaginary if isinstance(node.op, Add) else real - imaginary
    return _signed_number(node)


def _signed_number(node):
    if isinstance(node, UnaryOp) and isinstance(node.op, (UAdd, USub)):
        operand = _plain_number(node.operand)
        return +operand if isinstance(node.op, UAdd) else -operand
    return _plain_number(node)


def _plain_number(node):
    if isinstance(node, Constant) and type(node.value) in (int, float, complex):
        return node.value
    raise _malformed(node)


def _malformed(node):
    line = getattr(node, 'lineno', None)
    place = f' on line {line}' if line else ''
    return ValueError(f'malformed node or string{place}: {node!r}')


# ---- Showing --------------------------------------------------------------------------------------

def dump(node, annotate_fields=True, include_attributes=False, *, indent=None, show_empty=False):
    """A tree as text.

    With annotate_fields the names of fields are shown, with include_attributes places, too. indent,
    a number of blanks or a text, puts it on several lines. Without show_empty, empty lists and
    absent values are left out.
    """
    if not isinstance(node, AST):
        raise TypeError(f'expected AST, got {node.__class__.__name__!r}')
    if indent is not None and not isinstance(indent, str):
        indent = ' ' * indent
    return _Dumper(annotate_fields, include_attributes, indent, show_empty).show(node, 0)[0]


class _Dumper:
    def __init__(self, named, attributes, indent, show_empty):
        self.named = named
        self.attributes = attributes
        self.indent = indent
        self.show_empty = show_empty

    def show(self, value, level):
        """The text of a value, and whether that is short."""
        if isinstance(value, AST):
            return self.node(value, level + 1)
        if isinstance(value, list):
            if not value:
                return '[]', True
            items = [self.show(item, level + 1)[0] for item in value]
            return f'[{self.lines(items, level + 1)}]', False
        return repr(value), True

    def lines(self, items, level):
        if self.indent is None:
            return ', '.join(items)
        start = '\n' + self.indent * level
        return start + (',' + start).join(items)

    def node(self, node, level):
        cls = type(node)
        shown, waiting = [], []
        named, short = self.named, True
        holds_any = isinstance(node, (Constant, MatchSingleton))
        for name in node._fields:
            try:
                value = getattr(node, name)
            except AttributeError:
                named = True
                continue
            if value is None and getattr(cls, name, ...) is None:
                named = True
                continue
            if not (self.show_empty or holds_any) and (value is None or value == []):
                # Shown after all if a value without a name comes behind it.
                waiting.append(repr(value))
                continue
            text, is_short = self.show(value, level)
            short = short and is_short
            if named:
                shown.append(f'{name}={text}')
            else:
                shown += waiting
                shown.append(text)
                waiting = []
        if self.attributes and node._attributes:
            for name in node._attributes:
                try:
                    value = getattr(node, name)
                except AttributeError:
                    continue
                if value is None and getattr(cls, name, ...) is None:
                    continue
                text, is_short = self.show(value, level)
                short = short and is_short
                shown.append(f'{name}={text}')
        if short and len(shown) <= 3:
            return f'{cls.__name__}({", ".join(shown)})', not shown
        return f'{cls.__name__}({self.lines(shown, level)})', False


def unparse(ast_obj):
    """A source that has this tree."""
    from _ast_unparse import Unparser
    return Unparser().source(ast_obj)


# ---- Places ---------------------------------------------------------------------------------------

def copy_location(new_node, old_node):
    """Gives a node the place of another one, as far as both have one; the new node comes back."""
    for name in ('lineno', 'col_offset', 'end_lineno', 'end_col_offset'):
        if name not in old_node._attributes or name not in new_node._attributes:
            continue
        value = getattr(old_node, name, None)
        # Only the end of a place may be unknown.
        if value is not None or name.startswith('end_') and hasattr(old_node, name):
            setattr(new_node, name, value)
    return new_node


def fix_missing_locations(node):
    """Gives nodes without a place that of the node around them; the node comes back."""
    root = node
    waiting = [(node, (1, 0, 1, 0))]
    names = ('lineno', 'col_offset', 'end_lineno', 'end_col_offset')
    while waiting:
        node, around = waiting.pop()
        place = []
        for name, outer in zip(names, around):
            if name not in node._attributes:
                place.append(outer)
                continue
            own = getattr(node, name, None)
            absent = not hasattr(node, name) if name in names[:2] else own is None
            if absent:
                setattr(node, name, outer)
                own = outer
            place.append(own)
        place = tuple(place)
        waiting += [(child, place) for child in iter_child_nodes(node)]
    return root


def increment_lineno(node, n=1):
    """Moves a tree n lines down, as when its source is put behind others; the node comes back."""
    for child in walk(node):
        # The line of a TypeIgnore is a field.
        places = ('lineno',) if isinstance(child, TypeIgnore) else child._attributes
        for name in ('lineno', 'end_lineno'):
            if name in places and (line := getattr(child, name, 0)) is not None:
                setattr(child, name, line + n)
    return node


def get_source_segment(source, node, *, padded=False):
    """The text of a node, or None if its place is not known. With padded, a text of several lines
    begins with as many blanks as stand in front of it."""
    try:
        if node.end_lineno is None or node.end_col_offset is None:
            return None
        first, last = node.lineno - 1, node.end_lineno - 1
        start, end = node.col_offset, node.end_col_offset
    except AttributeError:
        return None
    lines = _source_lines(source, last + 1)
    if first == last:
        return lines[first].encode()[start:end].decode()
    before, rest = lines[first].encode()[:start].decode(), lines[first].encode()[start:].decode()
    if padded:
        # Blanks of the same width, so that columns stay where they are.
        rest = ''.join(c if c in '\f\t' else ' ' for c in before) + rest
    return ''.join([rest, *lines[first + 1:last], lines[last].encode()[:end].decode()])


def _source_lines(source, most):
    """The first lines as the tokenizer sees them, their ends included: a form feed ends none."""
    lines = []
    for match in re.finditer(r'[^\r\n]*(?:\r\n|\n|\r|\Z)', source):
        if len(lines) == most:
            break
        lines.append(match[0])
    return lines


# ---- Walking --------------------------------------------------------------------------------------

def iter_fields(node):
    """Pairs of a field's name and its value, for all fields that are there."""
    for name in node._fields:
        try:
            yield name, getattr(node, name)
        except AttributeError:
            pass


def iter_child_nodes(node):
    """The nodes that are fields, or in lists that are fields."""
    for _, value in iter_fields(node):
        if isinstance(value, AST):
            yield value
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, AST):
                    yield item


def walk(node):
    """All nodes of a tree, level by level, the node itself first."""
    from collections import deque
    waiting = deque([node])
    while waiting:
        node = waiting.popleft()
        waiting.extend(iter_child_nodes(node))
        yield node


def get_docstring(node, clean=True):
    """The documentation that a function, class or module begins with, or None. With clean, without
    the indentation that its lines have in common."""
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError(f"{node.__class__.__name__!r} can't have docstrings")
    if not node.body or not isinstance(node.body[0], Expr):
        return None
    value = node.body[0].value
    if not isinstance(value, Constant) or not isinstance(value.value, str):
        return None
    text = value.value
    if clean:
        import inspect
        text = inspect.cleandoc(text)
    return text


class NodeVisitor:
    """Calls a method for each node of a tree: visit_NAME for a node of the class NAME, and
    generic_visit, which goes on with the nodes below, where there is no such method."""

    def visit(self, node):
        """Call the method for this node; what it returns comes back."""
        method = getattr(self, 'visit_' + node.__class__.__name__, self.generic_visit)
        return method(node)

    def generic_visit(self, node):
        """Visit the nodes below this one."""
        for _, value in iter_fields(node):
            if isinstance(value, AST):
                self.visit(value)
            elif isinstance(value, list):
                for item in value:
                    if isinstance(item, AST):
                        self.visit(item)

    def visit_Constant(self, node):
        value = node.value
        name = _old_names.get(type(value))
        if name is None:
            name = next((old for cls, old in _old_names.items() if isinstance(value, cls)), None)
        method = name and getattr(self, f'visit_{name}', None)
        if method is None:
            return self.generic_visit(node)
        import warnings
        warnings.warn(f'visit_{name} is deprecated; add visit_Constant', DeprecationWarning, 2)
        return method(node)


class NodeTransformer(NodeVisitor):
    """A visitor whose methods say what takes the place of a node: a node, None for nothing, or, in a
    list, several nodes. A method that does not call generic_visit leaves what is below as it is."""

    def generic_visit(self, node):
        for name, old in iter_fields(node):
            if isinstance(old, list):
                new = []
                for item in old:
                    if not isinstance(item, AST):
                        new.append(item)
                        continue
                    item = self.visit(item)
                    if isinstance(item, AST):
                        new.append(item)
                    elif item is not None:
                        new.extend(item)
                old[:] = new
            elif isinstance(old, AST):
                new = self.visit(old)
                if new is None:
                    delattr(node, name)
                else:
                    setattr(node, name, new)
        return node


# ---- What is going to be removed ------------------------------------------------------------------

_old_names = {
    type(None): 'NameConstant',
    bool: 'NameConstant',
    int: 'Num',
    float: 'Num',
    complex: 'Num',
    str: 'Str',
    bytes: 'Bytes',
    type(...): 'Ellipsis',
}


def _warn(what, instead):
    import warnings
    warnings.warn(f'{what} is deprecated and will be removed in Python 3.14; use {instead} instead',
                  DeprecationWarning, stacklevel=3)


def _value_alias(name):
    def get(self):
        _warn(f'Attribute {name}', 'value')
        return self.value

    def set(self, value):
        _warn(f'Attribute {name}', 'value')
        self.value = value

    return property(get, set)


Constant.n = _value_alias('n')
Constant.s = _value_alias('s')


class _OldConstant(type):
    def __instancecheck__(cls, instance):
        if cls not in _old_values:
            return type.__instancecheck__(cls, instance)
        _warn(f'ast.{cls.__qualname__}', 'ast.Constant')
        if not isinstance(instance, Constant):
            return False
        try:
            value = instance.value
        except AttributeError:
            return False
        is_number = cls.__name__ == 'Num'
        return isinstance(value, _old_values[cls]) and not (is_number and isinstance(value, bool))


def _new(cls, *args, **kwargs):
    for name in kwargs:
        if name in cls._fields and cls._fields.index(name) < len(args):
            raise TypeError(f'{cls.__name__} got multiple values for argument {name!r}')
    if cls in _old_values:
        _warn(f'ast.{cls.__qualname__}', 'ast.Constant')
        return Constant(*args, **kwargs)
    return Constant.__new__(cls, *args, **kwargs)


def _new_ellipsis(cls, *args, **kwargs):
    if cls in _old_values:
        _warn('ast.Ellipsis', 'ast.Constant')
        return Constant(..., *args, **kwargs)
    return Constant.__new__(cls, *args, **kwargs)


def _old_constant(name, fields, new=_new):
    return _OldConstant(name, (Constant,), {
        '_fields': fields,
        '__new__': new,
        '__module__': 'ast',
        '__doc__': 'Once the class of some constants; make a Constant.',
    })


_deprecated_classes = {
    'Num': _old_constant('Num', ('n',)),
    'Str': _old_constant('Str', ('s',)),
    'Bytes': _old_constant('Bytes', ('s',)),
    'NameConstant': _old_constant('NameConstant', ('value',)),
    'Ellipsis': _old_constant('Ellipsis', (), _new_ellipsis),
}
_old_values = {
    _deprecated_classes[name]: tuple(cls for cls, old in _old_names.items() if old == name)
    for name in _deprecated_classes
}


def __getattr__(name):
    if name in _deprecated_classes:
        _warn(f'ast.{name}', 'ast.Constant')
        return globals().setdefault(name, _deprecated_classes[name])
    raise AttributeError(f"module 'ast' has no attribute '{name}'")


class slice(AST):
    """Once the base of what stands in a subscript."""


class Index(slice):
    """Once what stood in a subscript; the value itself does."""

    def __new__(cls, value, **kwargs):
        return value


class ExtSlice(slice):
    """Once several slices in a subscript; a Tuple does it."""

    def __new__(cls, dims=(), **kwargs):
        return Tuple(list(dims), Load(), **kwargs)


def _get_dims(self):
    """The elts, under their old name."""
    return self.elts


def _set_dims(self, value):
    self.elts = value


Tuple.dims = property(_get_dims, _set_dims)


class Suite(mod):
    """Not used by any tree."""


class AugLoad(expr_context):
    """Not used by any tree."""


class AugStore(expr_context):
    """Not used by any tree."""


class Param(expr_context):
    """Not used by any tree."""


# ---- The program ----------------------------------------------------------------------------------

def main():
    from _ast_unparse import run
    run(sys.argv[1:])


if __name__ == '__main__':
    main()
