"""Sources from syntax trees, and what `python -m ast` does."""

import ast
from ast import AST, Constant, FormattedValue, If, JoinedStr, Name, Tuple

# How tightly an expression binds: one in the place of a higher level gets parentheses.
(NAMED, TUPLE, YIELD, TEST, OR, AND, NOT, COMPARE, BIT_OR, BIT_XOR, BIT_AND, SHIFT, ARITHMETIC, TERM,
 FACTOR, POWER, AWAIT, ATOM) = range(18)

BINARY = {
    'Add': ('+', ARITHMETIC), 'Sub': ('-', ARITHMETIC), 'Mult': ('*', TERM), 'MatMult': ('@', TERM),
    'Div': ('/', TERM), 'Mod': ('%', TERM), 'LShift': ('<<', SHIFT), 'RShift': ('>>', SHIFT),
    'BitOr': ('|', BIT_OR), 'BitXor': ('^', BIT_XOR), 'BitAnd': ('&', BIT_AND),
    'FloorDiv': ('//', TERM), 'Pow': ('**', POWER),
}
UNARY = {'Invert': ('~', FACTOR), 'Not': ('not ', NOT), 'UAdd': ('+', FACTOR), 'USub': ('-', FACTOR)}
COMPARISONS = {
    'Eq': '==', 'NotEq': '!=', 'Lt': '<', 'LtE': '<=', 'Gt': '>', 'GtE': '>=', 'Is': 'is',
    'IsNot': 'is not', 'In': 'in', 'NotIn': 'not in',
}
LOGIC = {'And': (' and ', AND), 'Or': (' or ', OR)}

TRIPLE_QUOTES = ('"""', "'''")
ALL_QUOTES = ("'", '"', *TRIPLE_QUOTES)

# What overflows to infinity when it is read.
INFINITY = '1e309'


def kind(node):
    return type(node).__name__


class Unparser:
    """Methods named after classes: of statements, which write lines, and of the others, which give
    the text of a node at a level."""

    def __init__(self):
        self.lines = []
        self.depth = 0
        self.ignored = {}

    def source(self, tree):
        if isinstance(tree, list):
            for node in tree:
                self.any(node)
        else:
            self.any(tree)
        return '\n'.join(self.lines)

    def any(self, node):
        """A node of any class as lines."""
        method = getattr(self, kind(node), None)
        if isinstance(node, (ast.stmt, ast.mod, ast.excepthandler, ast.match_case)):
            (method or self.below)(node)
        elif method is not None:
            self.add(method(node, TEST))
        elif isinstance(node, AST):
            self.below(node)
        else:
            # Not a node at all: CPython's words for that.
            node._fields

    def below(self, node):
        for child in ast.iter_child_nodes(node):
            self.any(child)

    def add(self, text):
        """Goes on with the line that was begun last."""
        if self.lines:
            self.lines[-1] += text
        else:
            self.lines.append(text)

    def line(self, text):
        self.lines.append('    ' * self.depth + text)

    def blank(self):
        """Definitions have a blank line in front, unless they come first of all."""
        if self.lines:
            self.lines.append('')

    def text(self, node, level=TEST):
        """The text of an expression, pattern or other part of a statement."""
        method = getattr(self, kind(node), None)
        if method is None:
            return ''.join(self.text(child) for child in ast.iter_child_nodes(node))
        return method(node, level)

    def each(self, nodes, level=TEST, separator=', '):
        return separator.join([self.text(node, level) for node in nodes])

    # ---- statements -------------------------------------------------------------------------------

    def block(self, header, body, comment='', documented=False):
        self.line(header + ':' + comment)
        self.depth += 1
        self.statements(body, documented)
        self.depth -= 1

    def statements(self, body, documented=False):
        body = list(body)
        if documented and body and docstring(body[0]) is not None:
            constant = body.pop(0).value
            prefix = 'u' if constant.kind == 'u' else ''
            self.line(prefix + quoted(constant.value, TRIPLE_QUOTES))
        for node in body:
            self.any(node)

    def type_comment(self, node):
        comment = self.ignored.get(node.lineno) or node.type_comment
        return f' # type: {comment}' if comment is not None else ''

    def Module(self, node):
        self.ignored = {each.lineno: f'ignore{each.tag}' for each in node.type_ignores}
        self.statements(node.body, documented=True)
        self.ignored = {}

    def FunctionType(self, node):
        self.add(f'({self.each(node.argtypes)}) -> {self.text(node.returns)}')

    def Expression(self, node):
        self.add(self.text(node.body))

    def Expr(self, node):
        self.line(self.text(node.value, YIELD))

    def Import(self, node):
        self.line('import ' + self.each(node.names))

    def ImportFrom(self, node):
        module = '.' * (node.level or 0) + (node.module or '')
        self.line(f'from {module} import {self.each(node.names)}')

    def Assign(self, node):
        targets = ''.join(self.text(target, TUPLE) + ' = ' for target in node.targets)
        self.line(targets + self.text(node.value) + self.type_comment(node))

    def AugAssign(self, node):
        sign = BINARY[kind(node.op)][0]
        self.line(f'{self.text(node.target)} {sign}= {self.text(node.value)}')

    def AnnAssign(self, node):
        target = self.text(node.target)
        if not node.simple and isinstance(node.target, Name):
            target = f'({target})'
        value = f' = {self.text(node.value)}' if node.value else ''
        self.line(f'{target}: {self.text(node.annotation)}{value}')

    def Return(self, node):
        self.line('return' + (f' {self.text(node.value)}' if node.value else ''))

    def Pass(self, node):
        self.line('pass')

    def Break(self, node):
        self.line('break')

    def Continue(self, node):
        self.line('continue')

    def Delete(self, node):
        self.line('del ' + self.each(node.targets))

    def Assert(self, node):
        message = f', {self.text(node.msg)}' if node.msg else ''
        self.line(f'assert {self.text(node.test)}{message}')

    def Global(self, node):
        self.line('global ' + ', '.join(node.names))

    def Nonlocal(self, node):
        self.line('nonlocal ' + ', '.join(node.names))

    def Raise(self, node):
        if not node.exc:
            if node.cause:
                raise ValueError("Node can't be used without a value attribute.")
            return self.line('raise')
        cause = f' from {self.text(node.cause)}' if node.cause else ''
        self.line(f'raise {self.text(node.exc)}{cause}')

    def Try(self, node, word='except'):
        self.block('try', node.body)
        for handler in node.handlers:
            self.ExceptHandler(handler, word)
        self.otherwise(node)
        if node.finalbody:
            self.block('finally', node.finalbody)

    def TryStar(self, node):
        self.Try(node, 'except*')

    def ExceptHandler(self, node, word='except'):
        header = word + (f' {self.text(node.type)}' if node.type else '')
        self.block(header + (f' as {node.name}' if node.name else ''), node.body)

    def otherwise(self, node):
        if node.orelse:
            self.block('else', node.orelse)

    def ClassDef(self, node):
        self.blank()
        for decorator in node.decorator_list:
            self.line('@' + self.text(decorator))
        arguments = self.each([*node.bases, *node.keywords])
        arguments = f'({arguments})' if node.bases or node.keywords else ''
        header = f'class {node.name}{self.type_params(node)}{arguments}'
        self.block(header, node.body, documented=True)

    def FunctionDef(self, node, word='def'):
        self.blank()
        for decorator in node.decorator_list:
            self.line('@' + self.text(decorator))
        returns = f' -> {self.text(node.returns)}' if node.returns else ''
        arguments = self.text(node.args)
        header = f'{word} {node.name}{self.type_params(node)}({arguments}){returns}'
        self.block(header, node.body, self.type_comment(node), documented=True)

    def AsyncFunctionDef(self, node):
        self.FunctionDef(node, 'async def')

    def type_params(self, node):
        params = getattr(node, 'type_params', ())
        return f'[{self.each(params)}]' if params else ''

    def TypeAlias(self, node):
        self.line(f'type {self.text(node.name)}{self.type_params(node)} = {self.text(node.value)}')

    def For(self, node, word='for'):
        header = f'{word} {self.text(node.target, TUPLE)} in {self.text(node.iter)}'
        self.block(header, node.body, self.type_comment(node))
        self.otherwise(node)

    def AsyncFor(self, node):
        self.For(node, 'async for')

    def If(self, node):
        word = 'if'
        while True:
            self.block(f'{word} {self.text(node.test)}', node.body)
            if len(node.orelse) != 1 or not isinstance(node.orelse[0], If):
                return self.otherwise(node)
            word, node = 'elif', node.orelse[0]

    def While(self, node):
        self.block(f'while {self.text(node.test)}', node.body)
        self.otherwise(node)

    def With(self, node, word='with'):
        self.block(f'{word} {self.each(node.items)}', node.body, self.type_comment(node))

    def AsyncWith(self, node):
        self.With(node, 'async with')

    def Match(self, node):
        self.block(f'match {self.text(node.subject)}', node.cases)

    def match_case(self, node):
        guard = f' if {self.text(node.guard)}' if node.guard else ''
        self.block(f'case {self.text(node.pattern)}{guard}', node.body)

    # ---- parts of statements ----------------------------------------------------------------------

    def alias(self, node, level):
        return node.name + (f' as {node.asname}' if node.asname else '')

    def withitem(self, node, level):
        target = f' as {self.text(node.optional_vars)}' if node.optional_vars else ''
        return self.text(node.context_expr) + target

    def TypeVar(self, node, level):
        bound = f': {self.text(node.bound)}' if node.bound else ''
        return node.name + bound + self.default(node.default_value)

    def TypeVarTuple(self, node, level):
        return f'*{node.name}{self.default(node.default_value)}'

    def ParamSpec(self, node, level):
        return f'**{node.name}{self.default(node.default_value)}'

    def default(self, value):
        return f' = {self.text(value)}' if value else ''

    def arg(self, node, level):
        return node.arg + (f': {self.text(node.annotation)}' if node.annotation else '')

    def arguments(self, node, level):
        parts = []
        positional = [*node.posonlyargs, *node.args]
        plain = len(positional) - len(node.defaults)
        for at, arg in enumerate(positional):
            default = node.defaults[at - plain] if at >= plain else None
            parts.append(self.text(arg) + (f'={self.text(default)}' if default else ''))
            if at + 1 == len(node.posonlyargs):
                parts.append('/')
        if node.vararg or node.kwonlyargs:
            parts.append('*' + (self.text(node.vararg) if node.vararg else ''))
        for arg, default in zip(node.kwonlyargs, node.kw_defaults):
            parts.append(self.text(arg) + (f'={self.text(default)}' if default else ''))
        if node.kwarg:
            parts.append('**' + self.text(node.kwarg))
        return ', '.join(parts)

    def keyword(self, node, level):
        return ('**' if node.arg is None else f'{node.arg}=') + self.text(node.value)

    def comprehension(self, node, level):
        word = ' async for ' if node.is_async else ' for '
        tests = ''.join(f' if {self.text(test, OR)}' for test in node.ifs)
        return f'{word}{self.text(node.target, TUPLE)} in {self.text(node.iter, OR)}{tests}'

    # ---- expressions ------------------------------------------------------------------------------

    def Name(self, node, level):
        return node.id

    def Constant(self, node, level):
        value = node.value
        if isinstance(value, tuple):
            return f'({items([self.constant(item) for item in value])})'
        if value is ...:
            return '...'
        return ('u' if node.kind == 'u' else '') + self.constant(value)

    def constant(self, value):
        text = repr(value)
        if isinstance(value, (float, complex)):
            text = text.replace('inf', INFINITY).replace('nan', f'({INFINITY}-{INFINITY})')
        return text

    def NamedExpr(self, node, level):
        text = f'{self.text(node.target, ATOM)} := {self.text(node.value, ATOM)}'
        return bracketed(text, level > NAMED)

    def BoolOp(self, node, level):
        word, own = LOGIC[kind(node.op)]
        values = [self.text(value, min(own + at, ATOM)) for at, value in enumerate(node.values, 1)]
        return bracketed(word.join(values), level > own)

    def BinOp(self, node, level):
        sign, own = BINARY[kind(node.op)]
        to_the_right = sign == '**'
        left = self.text(node.left, own + to_the_right)
        right = self.text(node.right, own + (not to_the_right))
        return bracketed(f'{left} {sign} {right}', level > own)

    def UnaryOp(self, node, level):
        sign, own = UNARY[kind(node.op)]
        return bracketed(sign + self.text(node.operand, own), level > own)

    def Compare(self, node, level):
        text = self.text(node.left, BIT_OR)
        for op, value in zip(node.ops, node.comparators):
            text += f' {COMPARISONS[kind(op)]} {self.text(value, BIT_OR)}'
        return bracketed(text, level > COMPARE)

    def Lambda(self, node, level):
        arguments = self.text(node.args)
        arguments = ' ' + arguments if arguments else ''
        return bracketed(f'lambda{arguments}: {self.text(node.body)}', level > TEST)

    def IfExp(self, node, level):
        parts = self.text(node.body, OR), self.text(node.test, OR), self.text(node.orelse)
        return bracketed('{} if {} else {}'.format(*parts), level > TEST)

    def Await(self, node, level):
        value = f' {self.text(node.value, ATOM)}' if node.value else ''
        return bracketed('await' + value, level > AWAIT)

    def Yield(self, node, level):
        value = f' {self.text(node.value, ATOM)}' if node.value else ''
        return bracketed('yield' + value, level > YIELD)

    def YieldFrom(self, node, level):
        if not node.value:
            raise ValueError("Node can't be used without a value attribute.")
        return bracketed(f'yield from {self.text(node.value, ATOM)}', level > YIELD)

    def Call(self, node, level):
        return f'{self.text(node.func, ATOM)}({self.each([*node.args, *node.keywords])})'

    def Attribute(self, node, level):
        value = self.text(node.value, ATOM)
        if isinstance(node.value, Constant) and isinstance(node.value.value, int):
            # A dot right behind digits would belong to the number.
            value += ' '
        return f'{value}.{node.attr}'

    def Subscript(self, node, level):
        index = node.slice
        if isinstance(index, Tuple) and index.elts:
            inner = items([self.text(item) for item in index.elts])
        else:
            inner = self.text(index)
        return f'{self.text(node.value, ATOM)}[{inner}]'

    def Starred(self, node, level):
        return '*' + self.text(node.value, BIT_OR)

    def Slice(self, node, level):
        lower, upper, step = [self.text(part) if part else ''
                              for part in (node.lower, node.upper, node.step)]
        return f'{lower}:{upper}' + (f':{step}' if node.step else '')

    def List(self, node, level):
        return f'[{self.each(node.elts)}]'

    def Tuple(self, node, level):
        text = items([self.text(item) for item in node.elts])
        return bracketed(text, level > TUPLE or not node.elts)

    def Set(self, node, level):
        # Braces around nothing are a dictionary's.
        return f'{{{self.each(node.elts) or "*()"}}}'

    def Dict(self, node, level):
        pairs = [f'{self.text(key)}: {self.text(value)}' if key is not None
                 else f'**{self.text(value, BIT_OR)}'
                 for key, value in zip(node.keys, node.values)]
        return f'{{{", ".join(pairs)}}}'

    def ListComp(self, node, level):
        return f'[{self.clauses(node)}]'

    def SetComp(self, node, level):
        return f'{{{self.clauses(node)}}}'

    def GeneratorExp(self, node, level):
        return f'({self.clauses(node)})'

    def clauses(self, node):
        return self.text(node.elt) + self.each(node.generators, separator='')

    def DictComp(self, node, level):
        clauses = self.each(node.generators, separator='')
        return f'{{{self.text(node.key)}: {self.text(node.value)}{clauses}}}'

    # ---- f-strings --------------------------------------------------------------------------------

    def FormattedValue(self, node, level=TEST):
        inner = Unparser().text(node.value, OR)
        # Two braces together would be one of the text.
        text = ('{ ' if inner.startswith('{') else '{') + inner
        if node.conversion != -1:
            text += '!' + chr(node.conversion)
        if node.format_spec:
            text += ':' + self.literal_part(node.format_spec, in_format=True)
        return text + '}'

    def literal_part(self, node, in_format=False):
        if isinstance(node, JoinedStr):
            return ''.join(self.literal_part(value, in_format) for value in node.values)
        if isinstance(node, Constant) and isinstance(node.value, str):
            text = node.value.replace('{', '{{').replace('}', '}}')
            if in_format:
                for old, new in ('\\', '\\\\'), ("'", "\\'"), ('"', '\\"'), ('\n', '\\n'):
                    text = text.replace(old, new)
            return text
        if isinstance(node, FormattedValue):
            return self.FormattedValue(node)
        raise ValueError(f'Unexpected node inside JoinedStr, {node!r}')

    def JoinedStr(self, node, level):
        parts = [(self.literal_part(value), isinstance(value, Constant)) for value in node.values]
        quotes, texts = list(ALL_QUOTES), []
        for text, is_literal in parts:
            if is_literal:
                text, fitting = escaped(text, quotes, all_blanks=True)
                if not set(fitting) & set(quotes):
                    break
                quotes = fitting
            elif '\n' in text:
                quotes = [quote for quote in quotes if quote in TRIPLE_QUOTES]
            texts.append(text)
        else:
            return f'f{quotes[0]}{"".join(texts)}{quotes[0]}'
        # No quotes fit: escape all of them that could end the text.
        texts = [repr('"' + text)[2:-1] if is_literal else text for text, is_literal in parts]
        return f"f'''{''.join(texts)}'''"

    # ---- patterns ---------------------------------------------------------------------------------

    def MatchValue(self, node, level):
        return self.text(node.value)

    def MatchSingleton(self, node, level):
        return self.constant(node.value)

    def MatchSequence(self, node, level):
        return f'[{self.each(node.patterns)}]'

    def MatchStar(self, node, level):
        return f'*{node.name or "_"}'

    def MatchMapping(self, node, level):
        parts = [f'{self.text(key)}: {self.text(pattern)}'
                 for key, pattern in zip(node.keys, node.patterns, strict=True)]
        if node.rest is not None:
            parts.append(f'**{node.rest}')
        return f'{{{", ".join(parts)}}}'

    def MatchClass(self, node, level):
        parts = [self.text(pattern) for pattern in node.patterns]
        parts += [f'{name}={self.text(pattern)}'
                  for name, pattern in zip(node.kwd_attrs, node.kwd_patterns, strict=True)]
        return f'{self.text(node.cls, ATOM)}({", ".join(parts)})'

    def MatchAs(self, node, level):
        if node.name is None:
            return '_'
        if node.pattern is None:
            return node.name
        return bracketed(f'{self.text(node.pattern, BIT_OR)} as {node.name}', level > TEST)

    def MatchOr(self, node, level):
        return bracketed(self.each(node.patterns, BIT_XOR, ' | '), level > BIT_OR)


def bracketed(text, wanted):
    return f'({text})' if wanted else text


def items(texts):
    """The items of a tuple without its parentheses."""
    return texts[0] + ',' if len(texts) == 1 else ', '.join(texts)


def docstring(node):
    if isinstance(node, ast.Expr) and isinstance(node.value, Constant):
        if isinstance(node.value.value, str):
            return node.value.value
    return None


def quoted(text, quotes):
    text, fitting = escaped(text, quotes)
    return fitting[0] + text + fitting[0]


def escaped(text, quotes, all_blanks=False):
    """A text as it stands in a literal, and the quotes that it may stand in. Newlines and tabs stay
    as they are, unless all_blanks is true."""
    def shown(c):
        if c in '\n\t' and not all_blanks:
            return c
        return c if c.isprintable() and c != '\\' else repr(c)[1:-1]

    result = ''.join(map(shown, text))
    fitting = [quote for quote in quotes
               if quote not in result and ('\n' not in result or quote in TRIPLE_QUOTES)]
    if not fitting:
        # As repr has it, within one of these quotes where that is possible.
        result = repr(text)
        fitting = [quote for quote in quotes if result[0] in quote][:1] or [result[0]]
        return result[1:-1], fitting
    if result:
        # Quotes of another kind than the last character come first.
        fitting.sort(key=lambda quote: quote[0] == result[-1])
        if fitting[0][0] == result[-1]:
            result = result[:-1] + '\\' + result[-1]
    return result, fitting


# ---- The program ----------------------------------------------------------------------------------

USAGE = '''\
usage: python -m ast [-h] [-m {exec,single,eval,func_type}]
                     [--no-type-comments] [-a] [-i INDENT]
                     [infile]
'''
MODES = ('exec', 'single', 'eval', 'func_type')


def run(arguments):
    """Prints the tree of a file, or of the standard input."""
    import sys
    mode, comments, attributes, indent = 'exec', True, False, 3
    names, waiting = [], list(arguments)
    while waiting:
        option = waiting.pop(0)
        if not option.startswith('-') or option == '-':
            names.append(option)
            continue
        option, equals, value = option.partition('=')
        if not option.startswith('--'):
            option, value = option[:2], option[2:] + equals + value
        takes_value = option in ('-m', '--mode', '-i', '--indent')
        if takes_value and not value:
            value = waiting.pop(0) if waiting else refuse(f'argument {option}: expected one argument')
        match option:
            case '-h' | '--help':
                print(USAGE, end='')
                return
            case '-m' | '--mode' if value in MODES:
                mode = value
            case '--no-type-comments':
                comments = False
            case '-a' | '--include-attributes':
                attributes = True
            case '-i' | '--indent' if value.isdigit():
                indent = int(value)
            case _:
                refuse(f'argument {option}: invalid value: {value!r}')
    if len(names) > 1:
        refuse(f'unrecognized arguments: {" ".join(names[1:])}')
    if names and names[0] != '-':
        name = names[0]
        with open(name, 'rb') as file:
            source = file.read()
    else:
        name, source = '<stdin>', sys.stdin.buffer.read()
    tree = ast.parse(source, name, mode, type_comments=comments)
    print(ast.dump(tree, include_attributes=attributes, indent=indent))


def refuse(message):
    import sys
    sys.stderr.write(f'{USAGE}ast.py: error: {message}\n')
    sys.exit(2)
