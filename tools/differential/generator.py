"""Random programs: expressions, statements and functions of every kind, directed by the grammar.

A program is a pure function of its seed. It ends by itself: loops have few turns and each asks
`tick()`, numbers and containers are clipped. Scenarios, which aim at one part of the machine each,
are in `scenarios.py`; both use the helpers of `prelude.py`."""

import random
import re

from methods import METHODS, FUNCTIONS

KINDS = ["int", "float", "str", "bytes", "list", "tuple", "dict", "set", "bool", "none"]
BINARY = ["+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "@"]
COMPARE = ["<", "<=", "==", "!=", ">", ">=", "is", "is not", "in", "not in"]
EXCEPTIONS = ["ValueError", "KeyError", "TypeError", "IndexError", "ZeroDivisionError",
              "StopIteration", "RuntimeError", "LookupError", "Exception", "AttributeError",
              "ArithmeticError", "OSError", "GeneratorExit", "AssertionError", "NameError"]
INTS = ["0", "1", "2", "3", "-1", "-2", "7", "10", "63", "64", "255", "256", "-5", "-128", "100",
        "32767", "32768", "-32769", "2**31", "2**62", "2**62-1", "-2**62", "2**63", "-2**63",
        "2**64", "4611686018427387904", "4611686018427387903", "10**20", "-10**19", "0xFF", "0b101",
        "0o17", "1_000", "123456789012345678901234567890", "~5", "True"]
FLOATS = ["0.0", "-0.0", "1.0", "1.5", "-2.5", "0.1", "1e10", "1e16", "1e100", "1e-5", "1e-320",
          "3.14159", "float('inf')", "float('-inf')", "float('nan')", "1e308", "5e-324", "2.0**53",
          ".5", "5.", "123456.789", "-1e22"]
STRS = ["''", "'a'", "'abc'", "'hello world'", "'héllo'", "'日本語'", "'\\U0001F600x'", "'\\ud800'",
        "'A\\nB'", "'  x '", "'123'", "'-4.5'", "'%s'", "'{}'", "'{0!r:>5}'", "'ß'", "'ǅ'", "'İi'",
        "'a,b,,c'", "'\\t|\\x00'", "r'\\d'", "'Σς'", "'x' 'y'", "'\"q\\''", "'e\\u0301'", "'١٢'"]
BYTES = ["b''", "b'a'", "b'abc'", "b'\\xff\\x00'", "b'hello world'", "b'1,2,3'", "bytearray(b'xyz')",
         "b'\\n\\t '"]
WORDS = ["alpha", "beta", "gamma", "delta", "x", "y", "z", "item", "n", "_p", "value", "naïve"]


class Scope:
    """What is known about names and about where statements stand."""

    def __init__(self, kind, parent=None):
        self.kind, self.parent = kind, parent
        self.names = {}
        self.loops = 0
        self.functions = {}
        self.star = False
        self.outer = set()
        self.generator = False
        self.async_generator = False

    def all_names(self):
        names = {}
        at, direct = self, True
        while at:
            if direct or at.kind != "class":
                for name, kind in at.names.items():
                    names.setdefault(name, kind)
            at, direct = at.parent, False
        return names


class Generator:
    # Whether the module that type parameters need is there.
    typing = True

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.lines = []
        self.level = 0
        self.scope = Scope("module")
        self.serial = 0
        self.classes = []
        self.functions = []
        self.budget = 60

    # ---- small things --------------------------------------------------------------------------

    def pick(self, *choices):
        return self.rng.choice(choices)

    def choose(self, sequence):
        return self.rng.choice(sequence)

    def maybe(self, chance):
        return self.rng.random() < chance

    def some(self, low, high, make):
        return [make() for _ in range(self.rng.randint(low, high))]

    def emit(self, text):
        self.lines.append("    " * self.level + text)

    def fresh(self, stem="v"):
        self.serial += 1
        return f"{stem}{self.serial}"

    def block(self, head, body):
        self.emit(head)
        self.level += 1
        before = len(self.lines)
        body()
        if len(self.lines) == before:
            self.emit("pass")
        self.level -= 1

    def source(self):
        return "\n".join(self.lines) + "\n"

    # ---- expressions ---------------------------------------------------------------------------

    def kind(self):
        return self.choose(KINDS)

    def expr(self, kind=None, depth=2):
        """An expression that is probably of the kind."""
        if kind is None or self.maybe(0.06):
            kind = self.kind()
        if kind == "any":
            kind = self.kind()
        if depth <= 0 or self.maybe(0.25):
            return self.atom(kind)
        general = self.rng.random()
        if general < 0.30:
            return self.general(kind, depth - 1)
        return getattr(self, "expr_" + kind)(depth - 1)

    def name_of(self, kind):
        names = [n for n, k in self.scope.all_names().items() if k == kind]
        return self.choose(names) if names else None

    def atom(self, kind):
        if self.maybe(0.5):
            name = self.name_of(kind)
            if name:
                return name
        if kind == "int":
            return self.choose(INTS) if self.maybe(0.6) else str(self.rng.randint(-20, 20))
        if kind == "float":
            return self.choose(FLOATS)
        if kind == "str":
            return self.choose(STRS)
        if kind == "bytes":
            return self.choose(BYTES)
        if kind == "bool":
            return self.pick("True", "False")
        if kind == "none":
            return self.pick("None", "None", "...", "NotImplemented", "object", "2j", "1.5-0j", "int",
                             "__name__", "D", "len")
        if kind == "list":
            return self.pick("[]", "[1, 2, 3]", "['a', None]", "[[1], [2, 3]]", "[3, 1, 2]", "list('abc')")
        if kind == "tuple":
            return self.pick("()", "(1,)", "(1, 'b', 2.5)", "1, 2" if False else "(1, 2)", "((), (1,))")
        if kind == "dict":
            return self.pick("{}", "{'a': 1}", "{1: 'x', 2: 'y'}", "{'x': {'y': []}}", "dict(a=1, b=2)",
                             "{None: 0, (1, 2): 1.5}")
        return self.pick("set()", "{1, 2, 3}", "frozenset({1})", "{2}", "frozenset([2, 3])")

    def general(self, kind, depth):
        """Forms that can be of any kind."""
        e = lambda k=kind: self.expr(k, depth)
        which = self.rng.randrange(20)
        if which == 0:
            return f"({e()} if {self.test(depth)} else {e()})"
        if which == 1:
            return f"({e('any')} {self.pick('and', 'or')} {e()})"
        if which == 2:
            return f"({e()} or {e()} and {e()})"
        if which == 3 and self.scope.kind != "class":
            name = self.fresh()
            text = f"({name} := {e()})"
            self.scope.names[name] = kind
            return text
        if which == 4:
            parameter = self.fresh("p")
            inner = Scope("lambda", self.scope)
            inner.names[parameter] = kind
            argument = e()
            self.scope, saved = inner, self.scope
            body = self.expr(kind, depth)
            self.scope = saved
            return f"(lambda {parameter}{self.pick('', '=1', ', *a', ', /', ', **k')}: {body})({argument})"
        if which == 5:
            return f"[{e()}, {e()}][{self.pick('0', '1', '-1', '-2', 'True')}]"
        if which == 6:
            return f"{{'k': {e()}}}[{self.pick(repr('k'), repr('k'), repr('q'))}]"
        if which == 7:
            return f"T({self.rng.randint(0, 99)}, {e()})"
        if which == 8 and self.functions:
            return self.call_known(depth)
        if which == 9:
            return f"max({e()}, {e()})"
        if which == 10 and self.scope.kind in ("async",):
            return f"(await pause({e()}))"
        if which == 11 and self.scope.generator:
            return f"(yield {e()})"
        if which == 12:
            return f"({e()},)[0]"
        if which == 13 and self.classes:
            return f"{self.choose(self.classes)}.{self.choose(WORDS)}"
        if which == 14:
            return self.builtin_call(depth)
        if which == 15:
            return self.method_call(depth)
        if which == 16:
            return f"next(iter({self.iterable(depth)}), {e()})"
        return e()

    def call_known(self, depth):
        name, count = self.choose(self.functions)
        return f"{name}({self.arguments(count, depth)})"

    def arguments(self, count, depth):
        count = max(0, count + self.rng.choice([0, 0, 0, 0, 0, 0, -1, 1]))
        parts = [self.expr("any", depth) for _ in range(count)]
        if self.maybe(0.12):
            parts.append("*" + self.expr("tuple", 0))
        if self.maybe(0.12):
            parts.append(f"{self.choose(WORDS)}={self.expr('any', 0)}")
        if self.maybe(0.1):
            parts.append("**" + self.pick("{}", "{'x': 1}", self.expr("dict", 0)))
        return ", ".join(parts)

    def builtin_call(self, depth):
        name, hints = self.choose(FUNCTIONS)
        return f"{name}({self.hinted(hints, depth)})"

    def method_call(self, depth):
        kind = self.choose([k for k in KINDS if k in METHODS])
        name, hints = self.choose(METHODS[kind])
        receiver = self.expr(kind, depth)
        receiver = f"({receiver})" if kind in ("int", "float") else self.dotted(receiver)
        return f"{receiver}.{name}({self.hinted(hints, depth)})"

    def dotted(self, text):
        """An expression that a dot may follow."""
        return f"({text})" if text[-1:].isdigit() or text[0] in "-~" else text

    def hinted(self, hints, depth):
        """Arguments for hints such as "s i?": kinds, optional behind a question mark."""
        parts = []
        for hint in hints.split():
            optional = hint.endswith("?")
            if optional and self.maybe(0.5):
                break
            parts.append(self.hint(hint.rstrip("?"), depth))
        if self.maybe(0.04) and parts:
            parts.pop()
        if self.maybe(0.04) and not (parts and re.match(r"\w+=", parts[-1])):
            parts.append(self.expr("any", 0))
        return ", ".join(parts)

    def hint(self, hint, depth):
        if self.maybe(0.07):
            return self.expr("any", 0)
        if "=" in hint:
            name, _, rest = hint.partition("=")
            return f"{name}={self.hint(rest, depth)}"
        simple = {"i": "int", "f": "float", "s": "str", "b": "bytes", "l": "list", "t": "tuple",
                  "d": "dict", "S": "set", "B": "bool", "n": "none", "a": "any"}
        if hint in simple:
            return self.expr(simple[hint], depth)
        if hint == "I":
            return self.iterable(depth)
        if hint == "o":
            return self.small()
        if hint == "x":
            return self.pick("0", "1", "2", "-1", "-2", "5", "100", "-100", "True", "None")
        if hint == "fn":
            return self.pick("str", "repr", "len", "abs", "bool", "(lambda q: q)", "type", "int",
                             "(lambda q: -q)", "None", "(lambda q: T('k', q))")
        if hint == "fn2":
            return self.pick("(lambda q, r: (q, r))", "max", "divmod", "pow", "(lambda *q: len(q))")
        if hint == "ss":
            return self.pick("'a'", "','", "' '", "'l'", "'lo'", "'é'", "''", "'\\n'", self.choose(STRS))
        if hint == "bb":
            return self.pick("b'a'", "b','", "b' '", "b'l'", "b''", "97", "b'\\xff'", "256", "-1")
        if hint == "spec":
            return repr(self.format_spec())
        if hint == "enc":
            return self.pick("'utf-8'", "'ascii'", "'latin-1'", "'utf-16'", "'utf-8-sig'", "'nope'", "'utf-32-le'")
        if hint == "err":
            return self.pick("'strict'", "'ignore'", "'replace'", "'backslashreplace'", "'surrogateescape'", "'surrogatepass'", "'xmlcharrefreplace'", "'nope'")
        if hint == "cls":
            return self.pick("int", "str", "(int, str)", "list", "object", "dict", "type", "int | None", "5", "Exception", "(int, (str, tuple))")
        if hint == "nm":
            return repr(self.choose(WORDS))
        if hint == "key":
            return "key=" + self.hint("fn", depth)
        if hint == "rev":
            return "reverse=" + self.pick("True", "False", "1", "0")
        raise KeyError(hint)

    def small(self):
        return self.pick("0", "1", "2", "3", "-1", "5", "True")

    def test(self, depth=1):
        return self.expr_bool(depth)

    def iterable(self, depth=1):
        which = self.rng.randrange(16)
        if which == 0:
            return f"range({self.rng.randint(0, 6)})"
        if which == 1:
            return f"range({self.rng.randint(-3, 9)}, {self.rng.randint(-3, 9)}, {self.pick('1', '2', '-1', '-2')})"
        if which == 2:
            return f"enumerate({self.iterable(depth - 1)}{self.pick('', ', 1', ', start=5')})"
        if which == 3:
            return f"zip({self.iterable(depth - 1)}, {self.iterable(depth - 1)}{self.pick('', '', ', strict=True')})"
        if which == 4:
            return f"map({self.hint('fn', depth)}, {self.iterable(depth - 1)})"
        if which == 5:
            return f"filter({self.hint('fn', depth)}, {self.iterable(depth - 1)})"
        if which == 6:
            return f"reversed({self.expr('list', depth)})"
        if which == 7:
            return f"{self.expr('dict', depth)}.{self.pick('items', 'keys', 'values')}()"
        if which == 8:
            return f"sorted({self.expr('set', depth)}, key=ordered)"
        if which == 9:
            return self.comprehension("gen", depth)
        if which == 10:
            return self.expr("str", depth)
        if which == 11:
            return self.expr("bytes", depth)
        return self.expr(self.pick("list", "tuple", "dict"), depth)

    def comprehension(self, form, depth):
        self.scope, saved = Scope("comprehension", self.scope), self.scope
        self.scope.names = {}
        clauses = []
        saved_generator = None
        for at in range(self.pick(1, 1, 1, 2)):
            if at == 0:
                self.scope, inner = saved, self.scope
                source = self.iterable(depth - 1)
                self.scope = inner
            else:
                source = self.iterable(depth - 1)
            target = self.fresh("c")
            self.scope.names[target] = self.kind()
            clauses.append(f"for {target} in {source}")
            if self.maybe(0.35):
                clauses.append(f"if {self.test(depth - 1)}")
        element = self.expr("any", depth - 1) if self.maybe(0.4) else target
        if form == "dict":
            element = f"{target if self.maybe(.6) else self.expr('int', 0)}: {element}"
        self.scope = saved
        inside = f"{element} {' '.join(clauses)}"
        return {"list": f"[{inside}]", "set": f"{{{inside}}}", "dict": f"{{{inside}}}", "gen": f"({inside})"}[form]

    def binary(self, left, op, right):
        if op in ("**", "<<") or op == "*" and self.maybe(0.9):
            right = self.pick("0", "1", "2", "3", "-1", "62", "0.5", f"P({right})", f"P({right})")
            left = left if op != "**" else f"P({left})"
        return f"({left} {op} {right})"

    def expr_int(self, depth):
        e = lambda k="int": self.expr(k, depth)
        which = self.rng.randrange(13)
        if which < 5:
            return self.binary(e(), self.choose(BINARY[:-1]), e() if self.maybe(.7) else str(self.rng.randint(-9, 40)))
        if which == 5:
            return f"{self.pick('-', '+', '~')}{e()}"
        if which == 6:
            return f"len({self.expr(self.pick('str', 'list', 'dict', 'set', 'tuple', 'bytes'), depth)})"
        if which == 7:
            return f"int({self.expr(self.pick('float', 'str', 'bool', 'int'), depth)})"
        if which == 8:
            return f"sum({self.iterable(depth)}{self.pick('', ', 1', ', start=2')})"
        if which == 9:
            return f"({e()} {self.pick('//', '%')} {e()})"
        if which == 10:
            name, hints = self.choose(METHODS["int"])
            return f"({e()}).{name}({self.hinted(hints, depth)})"
        if which == 11:
            return f"{self.expr(self.pick('str', 'list', 'tuple'), depth)}.{self.pick('count', 'index')}({e('any')})"
        return f"{self.pick('abs', 'round', 'ord')}({e(self.pick('int', 'float'))})"

    def expr_float(self, depth):
        e = lambda k="float": self.expr(k, depth)
        which = self.rng.randrange(8)
        if which < 4:
            return self.binary(e(), self.pick("+", "-", "*", "/", "//", "%"), self.expr(self.pick("int", "float"), depth))
        if which == 4:
            return f"float({self.expr(self.pick('int', 'str'), depth)})"
        if which == 5:
            return f"round({e()}, {self.pick('0', '1', '2', '-1', '20', 'None')})"
        if which == 6:
            name, hints = self.choose(METHODS["float"])
            return f"({e()}).{name}({self.hinted(hints, depth)})"
        return f"({e('int')} / {e('int')})"

    def expr_bool(self, depth):
        e = lambda k="any": self.expr(k, depth)
        which = self.rng.randrange(8)
        if which < 3:
            kind = self.kind()
            return f"({e(kind)} {self.choose(COMPARE[:6])} {e(kind)})"
        if which == 3:
            return f"({e()} {self.pick('in', 'not in')} {e(self.pick('list', 'tuple', 'dict', 'set', 'str'))})"
        if which == 4:
            return f"(not {e()})"
        if which == 5:
            return f"({e('int')} {self.choose(COMPARE[:6])} {e('int')} {self.choose(COMPARE[:6])} {e('float')})"
        if which == 6:
            return f"({e()} {self.pick('is', 'is not')} {self.pick('None', 'True', 'False', '...', 'NotImplemented')})"
        return f"{self.pick('isinstance', 'issubclass' if self.maybe(.1) else 'isinstance')}({e()}, {self.hint('cls', depth)})"

    def expr_str(self, depth):
        e = lambda k="str": self.expr(k, depth)
        which = self.rng.randrange(10)
        if which == 0:
            return f"({e()} + {e()})"
        if which == 1:
            return f"({e()} * {self.small()})"
        if which == 2:
            return f"({self.percent(depth)})"
        if which in (3, 4):
            return self.fstring(depth)
        if which == 5:
            return self.subscript(e(), depth)
        if which == 6:
            return f"{self.pick('str', 'repr', 'ascii', 'bin', 'hex', 'oct', 'chr')}({e('int')})"
        if which == 7:
            return f"{self.format_text(depth)}"
        name, hints = self.choose(METHODS["str"])
        return f"{self.dotted(e())}.{name}({self.hinted(hints, depth)})"

    def format_spec(self):
        fill = self.pick("", "", "*<", ">", "^", "=", "é^", "0=", "<")
        return (fill + self.pick("", "", "+", "-", " ") + self.pick("", "", "", "z") + self.pick("", "", "#") + self.pick("", "", "0")
                + self.pick("", "5", "12", "1") + self.pick("", "", ",", "_") + self.pick("", ".0", ".2", ".3", ".10")
                + self.pick("", "", "d", "f", "g", "e", "s", "x", "X", "b", "o", "c", "n", "%", "G", "E", "F", "q"))

    def fstring(self, depth):
        parts = []
        for _ in range(self.rng.randint(1, 3)):
            parts.append(self.pick("", "a", " {{x}} ", "é", "\\n", "%"))
            value = self.expr("any", depth - 1)
            if value.startswith("{") or value.startswith("lambda") or ":=" in value:
                value = f"({value})"
            conversion = self.pick("", "", "", "!r", "!s", "!a", "=", " = ", "=!s")
            if "=" in conversion and ("lambda" in value or "#" in value or "!=" in value):
                # CPython loses parts of such a text: what is behind a colon, an exclamation mark, or the sign of a comment.
                conversion = ""
            spec = ""
            if self.maybe(0.35):
                spec = ":" + self.format_spec()
            elif self.maybe(0.15):
                spec = ":" + "{" + self.pick("3", "'>5'", "'x'", "8", "''") + "}" + self.pick("", ".{1}", "d")
            parts.append("{" + value + conversion + spec + "}")
        text = "".join(parts)
        quote = '"""' if '"' in text else '"'
        if "\\" in text and "{" in text and self.maybe(0.0):
            return "''"
        if text.endswith('"'):
            text += " "
        return "f" + quote + text + quote

    def percent(self, depth):
        conversions = [self.pick("%s", "%r", "%a", "%d", "%5d", "%-6s|", "%05.1f", "%x", "%#o", "%+d", "%%",
                                 "%c", "%e", "%g", "%*d", "%.3s", "% d", "%i", "%u", "%q", "%(k)s")
                       for _ in range(self.rng.randint(1, 3))]
        text = "".join(conversions)
        if "%(k)s" in text:
            return f"{text!r} % {{'k': {self.expr('any', depth)}}}"
        if len(conversions) == 1 and self.maybe(0.5):
            return f"{text!r} % {self.expr('any', depth)}"
        values = []
        for conversion in conversions:
            if conversion != "%%":
                value = self.expr(self.pick("int", "float", "str", "int"), depth)
                # A width of gigabytes may or may not be had.
                values.append(f"P({value})" if "*" in conversion else value)
        return f"{text!r} % ({', '.join(values)}{',' if len(values) == 1 else ''})"

    def format_text(self, depth):
        fields = [self.pick("{}", "{0}", "{1}", "{!r}", "{:>5}", "{0[0]}", "{k}", "{0.real}", "{:{}}", "{{}}",
                            "{k!s:^9}", "{", "}", "{:" + self.format_spec() + "}") for _ in range(self.rng.randint(1, 2))]
        return f"{'-'.join(fields)!r}.format({self.expr('any', depth)}, {self.expr('any', depth)}, k={self.expr('any', 0)})"

    def subscript(self, value, depth):
        index = lambda: self.pick("", "0", "1", "-1", "2", "-3", "100", self.expr("int", 0) if self.maybe(.3) else "1")
        if self.maybe(0.4):
            return f"{value}[{self.pick('0', '-1', '1', self.expr('int', 0))}]"
        step = self.pick("", "", ":", ":2", ":-1", ":-2", ":0" if self.maybe(.2) else ":1")
        return f"{value}[{index()}:{index()}{step}]"

    def expr_bytes(self, depth):
        e = lambda k="bytes": self.expr(k, depth)
        which = self.rng.randrange(7)
        if which == 0:
            return f"({e()} + {e()})"
        if which == 1:
            return f"{e('str')}.encode({self.hinted('enc? err?', 0)})"
        if which == 2:
            return self.subscript(e(), depth)
        if which == 3:
            return f"bytes({self.pick(self.iterable(depth), '3', e(), e('list'))})"
        if which == 4:
            return f"(b'%s|%d|%a' % ({e()}, {e('int')}, {e('any')}))"
        name, hints = self.choose(METHODS["bytes"])
        return f"{self.dotted(e())}.{name}({self.hinted(hints, depth)})"

    def items(self, depth, low=0, high=4):
        return ", ".join(("*" if self.maybe(0.1) else "") + self.expr("any", depth) for _ in range(self.rng.randint(low, high)))

    def fix_stars(self, items, depth):
        return items

    def expr_list(self, depth):
        e = lambda k="list": self.expr(k, depth)
        which = self.rng.randrange(9)
        if which < 3:
            return f"[{self.display(depth)}]"
        if which == 3:
            return self.comprehension("list", depth)
        if which == 4:
            return self.subscript(e(), depth)
        if which == 5:
            return f"sorted({self.iterable(depth)}{self.pick('', ', key=str', ', reverse=True', ', key=repr, reverse=1')})"
        if which == 6:
            return f"list({self.iterable(depth)})"
        if which == 7:
            return f"({e()} + {e()})"
        return f"({e()} * {self.small()})"

    def display(self, depth, low=0):
        parts = []
        for _ in range(self.rng.randint(low, 4)):
            parts.append("*" + self.iterable(depth - 1) if self.maybe(0.12) else self.expr("any", depth - 1))
        return ", ".join(parts)

    def expr_tuple(self, depth):
        which = self.rng.randrange(6)
        if which < 3:
            inside = self.display(depth)
            return f"({inside},)" if inside else "()"
        if which == 3:
            return f"tuple({self.iterable(depth)})"
        if which == 4:
            return self.subscript(self.expr("tuple", depth), depth)
        return f"divmod({self.expr('int', depth)}, {self.expr('int', depth)})"

    def expr_dict(self, depth):
        which = self.rng.randrange(7)
        if which < 3:
            parts = []
            for _ in range(self.rng.randint(0, 4)):
                if self.maybe(0.1):
                    parts.append("**" + self.expr("dict", depth - 1))
                else:
                    key = self.expr(self.pick("int", "str", "tuple", "float", "none"), 0)
                    parts.append(f"{key}: {self.expr('any', depth - 1)}")
            return "{" + ", ".join(parts) + "}"
        if which == 3:
            return self.comprehension("dict", depth)
        if which == 4:
            return f"({self.expr('dict', depth)} | {self.expr('dict', depth)})"
        if which == 5:
            return f"dict({self.pick(self.expr('dict', depth), f'zip({self.iterable(0)}, {self.iterable(0)})', 'a=1', '[(1, 2)]', '[[1, 2, 3]]')})"
        return f"dict.fromkeys({self.iterable(depth)}, {self.expr('any', depth)})"

    def expr_set(self, depth):
        which = self.rng.randrange(6)
        e = lambda: self.expr("set", depth)
        if which == 0:
            return "{" + self.display(depth, 1) + "}" if self.maybe(.8) else "{*()}"
        if which == 1:
            return self.comprehension("set", depth)
        if which == 2:
            return f"({e()} {self.pick('|', '&', '-', '^')} {e()})"
        if which == 3:
            return f"{self.pick('set', 'frozenset')}({self.iterable(depth)})"
        if which == 4:
            return f"({self.expr('dict', depth)}.keys() {self.pick('|', '&', '-', '^')} {e()})"
        name, hints = self.choose([m for m in METHODS["set"] if m[0] in ("union", "difference", "copy", "intersection", "symmetric_difference")])
        return f"{self.dotted(e())}.{name}({self.hinted(hints, depth)})"

    def expr_none(self, depth):
        which = self.rng.randrange(6)
        if which == 0:
            return f"print({self.pick('', repr('p'))})"
        if which == 1:
            return f"{self.expr('list', 0)}.{self.pick('sort', 'reverse', 'clear')}()"
        if which == 2:
            return f"{self.expr('dict', 0)}.get({self.expr('any', 0)})"
        if which == 3:
            return f"({self.expr('float', depth)} {self.pick('+', '-', '*')} {self.pick('1j', '(2-3j)', '-0j', 'complex(1, 2)')})"
        if which == 4:
            return f"getattr({self.expr('any', depth)}, {self.pick(repr('real'), repr('x'), repr('imag'), repr('__doc__') if False else repr('start'))}, None)"
        return f"slice({self.expr('int', 0)}, {self.expr('any', 0)})"

    # ---- targets and patterns ------------------------------------------------------------------

    def target(self, kind):
        if self.maybe(0.35):
            name = self.local_name()
            if name:
                self.scope.names[name] = kind
                return name
        name = self.fresh()
        self.scope.names[name] = kind
        return name

    def local_name(self):
        names = list(self.scope.names)
        return self.choose(names) if names else None

    def pattern(self, depth=2, bound=None):
        if bound is None:
            bound = []
        def capture():
            name = self.fresh("m")
            bound.append(name)
            return name
        which = self.rng.randrange(11) if depth > 0 else self.rng.randrange(4)
        if which == 0:
            return self.pick("0", "1", "-1", "'a'", "None", "True", "1.5", "b'a'", "-2", "'b'", "1+2j", "'abc'")
        if which == 1:
            return "_"
        if which in (2, 3):
            return self.pick(capture(), "int()", "str()", "list()", "float()" , "K.one", "int(" + capture() + ")")
        if which in (4, 5):
            parts = [self.pattern(depth - 1, bound) for _ in range(self.rng.randint(0, 3))]
            if self.maybe(0.4):
                parts.insert(self.rng.randint(0, len(parts)), "*" + self.pick("_", capture()))
            return "[" + ", ".join(parts) + "]" if self.maybe(.5) else "(" + ", ".join(parts) + ("," if len(parts) == 1 else "") + ")"
        if which in (6, 7):
            keys = self.rng.sample(["'a'", "1", "'x'", "None", "2", "-1", "K.one"], self.rng.randint(0, 2))
            parts = [f"{key}: {self.pattern(depth - 1, bound)}" for key in keys]
            if self.maybe(0.4):
                parts.append("**" + capture())
            return "{" + ", ".join(parts) + "}"
        if which == 8:
            inner = self.pattern(0, bound)
            if inner == "_" or inner.startswith("m"):
                inner = "int()"
            return f"({inner} as {capture()})"
        if which == 9:
            options = [self.pick("0", "1", "'a'", "None", "str()", "[1, _]", "{'a': _}", "D()", "2.5") for _ in range(2)]
            return "(" + " | ".join(options) + ")"
        parts = [self.pattern(depth - 1, bound) for _ in range(self.rng.randint(0, 2))]
        if self.maybe(0.4):
            parts.append("name=" + self.pattern(depth - 1, bound))
        return f"{self.pick('Point', 'Point', 'D', 'tuple', 'Odd')}({', '.join(parts)})"
