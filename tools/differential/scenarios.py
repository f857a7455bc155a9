"""Programs that aim at one part of the machine each: the same place in the code sees many types,
classes change while they are in use, generators are resumed in every way, calls have every shape."""

import random

from generator import BINARY, EXCEPTIONS, WORDS
from protocols import Protocols

OPERATORS = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow",
             "<<": "lshift", ">>": "rshift", "&": "and", "|": "or", "^": "xor", "@": "matmul"}
COMPARISONS = {"<": "lt", "<=": "le", "==": "eq", "!=": "ne", ">": "gt", ">=": "ge"}


class Scenarios(Protocols):
    def values(self, count=6):
        return [self.pick(self.expr("int", 0), self.expr("float", 0), self.expr("any", 0)) for _ in range(count)]

    def preface(self):
        for line in self.PREFACE.splitlines():
            self.emit(line)

    # ---- operators -----------------------------------------------------------------------------

    def operators(self):
        """Binary, reflected and in-place operators between classes, subclasses and builtins."""
        names = []
        for at in range(self.rng.randint(2, 4)):
            name = f"V{at}"
            base = self.choose(names + ["object", "int", "float", "str", "list", "tuple", "dict"]) if self.maybe(0.6) else "object"
            def body():
                for method in self.rng.sample([p + m for m in OPERATORS.values() for p in ("", "r", "i")] + list(COMPARISONS.values()) * 2
                                              + ["neg", "pos", "invert", "bool", "len", "contains", "getitem", "hash", "index", "call"], self.rng.randint(3, 14)):
                    self.operator_method(method)
            self.block(f"class {name}({base}):", body)
            names.append(name)
        ops = self.rng.sample(list(OPERATORS) + list(COMPARISONS) + ["in", "not in", "is"], 5)
        self.emit(f"pool = [{', '.join(f'{n}()' for n in names)}, {', '.join(self.values(5))}]")
        for at, op in enumerate(ops):
            self.emit(f"def op{at}(a, b): return a {op} b")
            if op in OPERATORS:
                self.emit(f"def inplace{at}(a, b):")
                self.emit(f"    a {op}= b")
                self.emit("    return clip(a)")
                self.emit(f"def imm{at}(a, b): return a {op} {self.pick('1', '2', '-1', '3', '0', '100')}")
            else:
                self.emit(f"def imm{at}(a, b):")
                self.emit(f"    if a {op} {self.pick('1', '2', '0', '[1]' if 'in' in op else '3', 'b')}: return 'yes'")
                self.emit("    return 'no'")
                self.emit(f"def inplace{at}(a, b):")
                self.emit(f"    n = 0")
                self.emit(f"    while a {op} b:")
                self.emit("        n += 1")
                self.emit("        if n > 2: break")
                self.emit("    else: n = -1")
                self.emit("    return n, (not a), a and b, b or a")
        self.emit("import random")
        self.emit(f"seeded = random.Random({self.rng.randint(0, 10**6)})")
        self.emit(f"for turn in range({self.rng.randint(15, 40)}):")
        self.emit("    a, b = seeded.choice(pool), P(seeded.choice(pool))")
        self.emit(f"    attempt(seeded.choice([{', '.join(f'op{i}, inplace{i}, imm{i}' for i in range(len(ops)))}]), P(a), b)")
        for _ in range(2):
            self.emit(f"    if turn == {self.rng.randint(5, 25)}: {self.change_class(self.choose(names))}")
        for _ in range(4):
            self.emit(f"attempt(lambda: {self.pick('-', '+', '~', 'not ')}pool[{self.rng.randint(0, 5)}])")

    def change_class(self, name):
        method = self.choose(list(OPERATORS.values()) + list(COMPARISONS.values()) + ["radd", "rsub", "bool", "len"])
        return self.pick(f"{name}.__{method}__ = lambda self, *a: ({method!r}, a)", f"{name}.__{method}__ = None",
                         f"{name}.__{method}__ = lambda self, *a: NotImplemented",
                         f"{name}.__dict__.get('__{method}__') and delattr({name}, '__{method}__')")

    def operator_method(self, method):
        if method == "hash":
            return self.emit("__hash__ = None" if self.maybe(0.3) else "def __hash__(self): return 7")
        unary = method in ("neg", "pos", "invert", "bool", "len", "index")
        self.emit(f"def __{method}__(self{'' if unary else ', other=None, mod=None' if method in ('pow', 'ipow') else ', *a' if method == 'call' else ', other'}):")
        if self.maybe(0.5) and not unary:
            self.emit(f"    print({method!r}, type(self).__name__, type({'a' if method == 'call' else 'other'}).__name__)")
        value = {"bool": self.pick("True", "False", "1"), "len": self.pick("0", "3", "-1", "'x'", "2**70"), "index": self.pick("1", "'q'", "True")}.get(method)
        if value:
            return self.emit(f"    return {value}")
        self.emit("    " + self.pick("return NotImplemented", "return NotImplemented", f"return {self.atom(self.kind())}", f"return ({method!r}, 1)",
                                     "return self", f"raise {self.choose(EXCEPTIONS[:9])}({method!r})", "return (yield)" if self.maybe(.1) else "return []",
                                     f"return super().__{method}__({'' if unary else '*a' if method == 'call' else 'other'})"))

    # ---- attributes ----------------------------------------------------------------------------

    def attributes(self):
        """Loads, stores and deletions at the same places while classes and instances change."""
        self.emit("""class Data:
    def __init__(self, tag): self.tag = tag
    def __get__(self, i, t):
        if self.tag == "raise": raise AttributeError("data " + self.tag)
        return ("data", self.tag, i is None)
    def __set__(self, i, v):
        if self.tag == "refuse": raise TypeError("refused")
        show("set", self.tag, v)
    def __delete__(self, i): show("delete", self.tag)
class Plain:
    def __init__(self, tag): self.tag = tag
    def __get__(self, i, t): return ("plain", self.tag, i is None)
class OnlySet:
    def __set__(self, i, v): i.__dict__["stored"] = v
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name)
class Bare:
    pass""")
        words = self.rng.sample(["x", "y", "z", "w"], 3)
        names = []
        for at in range(self.rng.randint(2, 4)):
            name = f"A{at}"
            bases = ", ".join(self.rng.sample(names, min(len(names), self.pick(0, 1, 1, 2))))
            if self.maybe(0.1):
                bases = (bases + ", " if bases else "") + self.pick("list", "int", "Exception", "metaclass=MetaA" if False else "dict")
            def body():
                if self.maybe(0.25):
                    self.emit(f"__slots__ = ({', '.join(repr(w) for w in self.rng.sample(words, self.rng.randint(0, 2)))}{',' if self.maybe(.5) else ''})".replace("(,)", "()").replace("('x')", "('x',)").replace("('y')", "('y',)").replace("('z')", "('z',)").replace("('w')", "('w',)"))
                for word in self.rng.sample(words, self.rng.randint(0, 3)):
                    self.class_attribute(word)
                for hook in self.rng.sample(["__getattr__", "__getattribute__", "__setattr__", "__delattr__"], self.pick(0, 0, 1, 1, 2)):
                    self.hook(hook)
                if self.maybe(0.6):
                    self.block("def __init__(self, *a):", lambda: [self.emit(f"self.{self.choose(words)} = {self.atom('int')}") for _ in range(self.rng.randint(1, 3))])
            self.block(f"class {name}{'(' + bases + ')' if bases else ''}:", body)
            names.append(name)
        for word in words:
            self.emit(f"def get_{word}(o, v): return o.{word}")
            self.emit(f"def set_{word}(o, v): o.{word} = v")
            self.emit(f"def del_{word}(o, v): del o.{word}")
            self.emit(f"def call_{word}(o, v): return o.{word}(v)")
            self.emit(f"def call0_{word}(o, v): return o.{word}()")
            self.emit(f"def kw_{word}(o, v): return o.{word}(a=v)")
            self.emit(f"def star_{word}(o, v): return o.{word}(*[v])")
            self.emit(f"def aug_{word}(o, v):")
            self.emit(f"    o.{word} += 1")
        self.emit("pool = []")
        for name in names:
            self.emit(f"for _ in range({self.pick(1, 2)}):")
            self.emit(f"    o = attempt({name})")
            self.emit("    if o is not None: pool.append(o)")
        self.emit(f"pool.append({self.choose(names)})")
        self.emit("if not pool[1:]: pool.append(Bare())")
        steps = self.rng.randint(20, 50)
        for _ in range(steps):
            word = self.choose(words)
            o = f"pool[{self.rng.randint(0, 5)} % len(pool)]"
            if self.maybe(0.2):
                self.emit(f"attempt(lambda: {self.mutation(words, names)})")
                continue
            form = self.rng.choices(["get", "set", "del", "call", "aug", "call0", "kw", "star"], [10, 6, 2, 4, 2, 2, 1, 1])[0]
            turns = self.pick(1, 1, 2, 3)
            value = self.pick("1", "2", "'s'", "len", "(lambda *q: ('called', q))", "D('v')", "None")
            for _ in range(turns):
                self.emit(f"attempt({form}_{word}, {o}, {value})")
        self.emit("for o in pool:")
        self.emit("    if not isinstance(o, type): attempt(lambda: sorted(object.__getattribute__(o, '__dict__').items(), key=str))")

    def class_attribute(self, word):
        form = self.rng.randrange(9)
        if form == 0:
            self.emit(f"{word} = {self.pick('1', repr('class'), 'len', 'Bare()', 'Bare', 'None')}")
        elif form == 1:
            self.emit(f"{word} = {self.pick('Data', 'Plain')}({self.pick(repr('t'), repr('u'), repr('raise'), repr('refuse'))})")
        elif form == 2:
            self.emit(f"{word} = OnlySet()")
        elif form in (3, 4):
            self.emit("@property")
            self.emit(f"def {word}(self):")
            self.emit(self.pick(f"    return self.__dict__.get('_{word}', 'unset')", f"    print('getter'); raise {self.pick('AttributeError', 'KeyError', 'StopIteration')}({word!r})",
                                "    return 'got'", "    return (lambda *q: ('bound', q))"))
            if self.maybe(0.5):
                self.emit(f"@{word}.setter")
                self.emit(f"def {word}(self, value):")
                self.emit(self.pick(f"    self.__dict__['_{word}'] = value", "    raise ValueError(value)", "    show('setter', value)", "    return 5"))
            if self.maybe(0.2):
                self.emit(f"@{word}.deleter")
                self.emit(f"def {word}(self): print('deleter')")
        elif form == 5:
            self.emit(f"def {word}(self, *q, **k): return ('method', q, k)")
        elif form == 6:
            self.emit(f"@{self.pick('staticmethod', 'classmethod')}")
            self.emit(f"def {word}(*q): return len(q)")
        elif form == 7:
            self.emit(f"def {word}(self, v, /): return ({word!r}, v)")
        else:
            self.emit(f"def {word}(self): return {self.pick('self', '1', 'self and super().' + word + '()', 'self and super().' + word)}")

    def hook(self, name):
        if name == "__getattr__":
            self.emit("def __getattr__(self, name):")
            self.emit(self.pick("    return ('hook', name)", "    raise AttributeError('hook ' + name)", "    raise KeyError(name)",
                                "    if name.startswith('_'): raise AttributeError(name)\n            return lambda *q: q".replace("            ", "    " * (self.level + 1)),
                                "    print('hook', name); return 1"))
        elif name == "__getattribute__":
            self.emit("def __getattribute__(self, name):")
            self.emit(self.pick("    return super().__getattribute__(name)", "    if name == 'x': raise AttributeError('no x')\n    return object.__getattribute__(self, name)".replace("\n", "\n" + "    " * self.level),
                                "    print('every', name); return object.__getattribute__(self, name)"))
        elif name == "__setattr__":
            self.emit("def __setattr__(self, name, value):")
            self.emit(self.pick("    super().__setattr__(name, value)", "    print('store', name); object.__setattr__(self, name, value)", "    raise AttributeError('frozen')"))
        else:
            self.emit("def __delattr__(self, name):")
            self.emit(self.pick("    super().__delattr__(name)", "    print('remove', name)"))

    def mutation(self, words, names):
        word, name = self.choose(words), self.choose(names)
        value = self.pick("7", "property(lambda self: 'new property')", "(lambda self, *q: ('new method', q))", "Data('new')", "Plain('new')",
                          "staticmethod(lambda *q: ('static', q))", "Bare()", "classmethod(lambda c, *q: (c.__name__, q))",
                          "property(lambda self: 'p', lambda self, v: show('new setter', v))")
        return self.pick(
            f"setattr({name}, {word!r}, {value})", f"setattr({name}, {word!r}, {value})", f"setattr({name}, {word!r}, {value})", f"delattr({name}, {word!r})",
            f"setattr({name}, '__getattr__', lambda self, n: ('late hook', n))", f"delattr({name}, '__getattr__')",
            f"setattr({name}, '__setattr__', lambda self, n, v: print('late store', n))", f"delattr({name}, '__setattr__')",
            f"setattr(pool[0], '__class__', {name})", f"setattr({name}, '__bases__', ({self.choose(names)},))",
            f"pool[0].__dict__.update({word}=5)", f"pool[0].__dict__.clear()", f"pool[0].__dict__.pop({word!r}, None)",
            f"setattr(pool[0], '__dict__', {{{word!r}: 'fresh'}})", "setattr(Plain, '__set__', lambda s, i, v: print('now data'))",
            "setattr(Bare, '__get__', lambda s, i, t: 'bare get')", "delattr(Bare, '__get__')", "setattr(Bare, '__set__', lambda s, i, v: print('bare set', clean(repr(v))))",
            f"{name}.__dict__[{word!r}].__init__(lambda self: 'reinitialised')",
            f"setattr(pool[0], {word!r}, D('on instance'))", f"pool.__setitem__(0, {name}())",
            f"setattr({name}, '__getattribute__', lambda self, n: ('all', n) if n in {words[:2]} else object.__getattribute__(self, n))",
            f"delattr({name}, '__getattribute__')")

    # ---- calls ---------------------------------------------------------------------------------

    def calls(self):
        """Functions with every kind of parameter, called in every shape, also changed while in use."""
        callables = []
        for at in range(self.rng.randint(2, 4)):
            parameters, names, required = self.parameters(False)
            name = f"c{at}"
            self.emit(f"def {name}({parameters}):")
            self.emit(f"    return ({', '.join(names)}{',' if names else ''})")
            callables.append((name, names))
        parameters, names, required = self.parameters(False)
        if "/" not in parameters:
            self.emit("class Made:")
            self.emit(f"    def __init__(self, {parameters}):".replace(", )", ")"))
            self.emit(f"        self.got = ({', '.join(names)}{',' if names else ''})")
            self.emit("        " + self.pick("pass", "pass", "return 5", "self.got.missing", "return None"))
            self.emit("    def __repr__(self): return f'Made{self.got!r}'")
            if self.maybe(0.3):
                self.emit("    def __new__(cls, *a, **k):")
                self.emit("        " + self.pick("print('new', a, k); return super().__new__(cls)", "return 5", "return object.__new__(cls)", "return super().__new__(cls, *a)"))
            self.emit(f"    def method(self, {parameters}): return ({', '.join(names)}{',' if names else ''})".replace(", )", ")"))
            self.emit("    @classmethod")
            self.emit("    def cm(cls, *a, **k): return cls.__name__, a, k")
            self.emit("    @staticmethod")
            self.emit("    def sm(a, b=2): return a, b")
            self.emit("    def __call__(self, *a, **k): return 'called', a, k")
            self.emit("class Sub(Made):")
            self.emit("    def method(self, *a, **k): return 'sub', self is None or super().method(*a, **k)")
            self.emit("    def cm(self, *a): return self is None or super().cm(*a)")
            callables += [("Made", names), ("Sub", names)]
            self.emit("made = object.__new__(Made); made.got = 0")
            self.emit("sub = object.__new__(Sub); sub.got = 1")
            callables += [("made.method", names), ("sub.method", names), ("made.cm", []), ("Made.sm", ["a", "b"]), ("made", []), ("sub.cm", []), ("Made.method", ["self"] + names), ("Sub.cm", [])]
        callables += [("max", ["key", "default"]), ("len", []), ("print", ["sep", "end"]), ("int", ["base"]), ("sorted", ["key"]), ("dict", ["q"]), ("'{}{x}'.format", ["x"]),
                      ("[].append", []), ("{}.update", ["u"]), ("type", []), ("5", []), ("divmod", []), ("enumerate", ["start"]), ("range", []), ("str", ["encoding"]), ("isinstance", []), ("ValueError", ["k"]), ("object", [])]
        self.emit("def shapes(f):")
        for _ in range(self.rng.randint(4, 8)):
            self.emit(f"    attempt(lambda: f({self.call_arguments(self.choose(callables)[1])}))")
        own = [c for c in callables if c[0][0] in "cMms"]
        for _ in range(self.rng.randint(8, 16)):
            name, names = self.choose(own) if self.maybe(0.7) else self.choose(callables)
            self.emit(f"attempt(lambda: {name}({self.call_arguments(names)}))")
        for _ in range(self.rng.randint(3, 8)):
            self.emit(f"shapes({self.choose(callables)[0]})")
            if self.maybe(0.3):
                self.emit(f"attempt(lambda: setattr(c0, '__defaults__', {self.pick('(1, 2)', 'None', '(1,)', '[]', '(1, 2, 3, 4, 5, 6)')}))")
            if self.maybe(0.2):
                self.emit(f"attempt(lambda: setattr(c1, '__kwdefaults__', {self.pick('None', '{}', '{' + repr('k') + ': 5}')}))")
            if self.maybe(0.2):
                self.emit("attempt(lambda: setattr(c0, '__code__', c1.__code__))")

    def call_arguments(self, names):
        value = lambda: self.pick("T(1, 1)", "2", "'s'", "None", "D('arg')", "[1]", "T(2, 2)")
        parts = [value() for _ in range(self.pick(0, 0, 1, 1, 2, 2, 3, 4))]
        if self.maybe(0.25):
            parts.insert(self.rng.randint(0, len(parts)), "*" + self.pick("[1, 2]", "()", "(q for q in (1, 2))", "'ab'", "5", "{'a': 1}", "T(3, (1,))", "None"))
        keywords = []
        for name in self.rng.sample(names, min(len(names), self.pick(0, 0, 0, 1, 2))):
            keywords.append(f"{name}={value()}")
        if self.maybe(0.15):
            keywords.append(f"{self.choose(['zz', 'self', 'a', 'key'])}={value()}")
        if self.maybe(0.2):
            keywords.append("**" + self.pick("{}", "{'zz': 1}", f"{{{names[0]!r}: 3}}" if names else "{}", "5", "T(4, {'q': 1})", "None", "[('a', 1)]", "{'a': 1, 'b': 2}"))
        if len({k.split("=")[0] for k in keywords}) < len(keywords):
            keywords = keywords[:1]
        return ", ".join(parts + keywords)

    # ---- generators ----------------------------------------------------------------------------

    def generators(self):
        """Generators that delegate to one another, resumed in every way."""
        names = ["range_of", "Iter"]
        self.emit("""def range_of():
    return iter([10, 20, 30])
class Iter:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration("iter done")
        return self.n""")
        if self.maybe(0.4):
            self.emit("    def send(self, v): print('send', v); return self.__next__()")
        if self.maybe(0.4):
            self.emit("    def throw(self, *e): print('throw', len(e), type(e[0]).__name__); " + self.pick("raise e[0]", "return 99", "raise StopIteration(5)", "raise KeyError(1)"))
        if self.maybe(0.3):
            self.emit("    def close(self): print('close')" + self.pick("", "; raise ValueError('in close')"))
        for at in range(self.rng.randint(1, 4)):
            name = f"g{at}"
            self.emit(f"def {name}():")
            self.level += 1
            self.emit(f"d = D({name!r})" if self.maybe(0.3) else "r = None")
            self.generator_body(names, 3)
            if self.maybe(0.5):
                self.emit(f"return {self.pick('5', repr(name), 'T(1, 2)')}")
            self.emit("yield") if self.maybe(0.3) else self.emit("if 0: yield")
            self.level -= 1
            names.append(name)
        for _ in range(self.rng.randint(1, 3)):
            main = names[-1] if self.maybe(0.7) else self.choose(names[2:] or names)
            self.emit(f"it = {main}()")
            for _ in range(self.rng.randint(3, 10)):
                exception = self.pick("ValueError(1)", "KeyError", "GeneratorExit", "StopIteration(3)", "GeneratorExit()", "RuntimeError('r')", "IndexError")
                self.emit(self.pick("attempt(next, it)", "attempt(next, it)", "attempt(lambda: it.send(1))", "attempt(lambda: it.send(None))", f"attempt(lambda: it.throw({exception}))",
                                    "attempt(lambda: it.close())", "attempt(lambda: [q for q in it])", "for q in it:\n    show(q)\n    break", "attempt(lambda: (yield_from(it)))" if False else "attempt(lambda: next(it, 'default'))",
                                    "attempt(lambda: list(zip(it, range(2))))", "attempt(lambda: it.gi_suspended)", "attempt(lambda: it.gi_frame is None)", "a, *b = attempt(lambda: list(it)) or [0]", "attempt(lambda: max(it, default=0))",
                                    "attempt(lambda: 20 in it)", "attempt(lambda: it.gi_yieldfrom is None)", "attempt(lambda: sum(q for q in it if q))"))
            self.emit(self.pick("del it", "it = None", "pass"))

    def generator_body(self, names, depth):
        for _ in range(self.rng.randint(1, 3)):
            form = self.rng.randrange(12)
            if form < 3 or depth == 0:
                self.emit(self.pick("yield 1", "r = yield 2", "show((yield 3))", "yield", "r = yield r" if False else "yield 'y'"))
            elif form < 5:
                self.emit(self.pick(f"r = yield from {self.choose(names)}()", f"yield from {self.choose(names)}()", "show((yield from 'ab'))", "yield from [7, 8]", "yield from 5" if self.maybe(.2) else "yield from ()"))
            elif form < 8:
                self.block("try:", lambda: self.generator_body(names, depth - 1))
                if self.maybe(0.7):
                    def handler():
                        self.emit("show(e)")
                        if self.maybe(0.4):
                            self.generator_body(names, depth - 1)
                        if self.maybe(0.3):
                            self.emit(self.pick("raise", "return 7", "raise KeyError('again')", "raise RuntimeError('x') from e"))
                    self.block(f"except {self.pick('ValueError', 'Exception', 'GeneratorExit', '(KeyError, ValueError)', 'BaseException' if False else 'LookupError', 'StopIteration')} as e:", handler)
                else:
                    def final():
                        self.emit("T('finally')")
                        if self.maybe(0.2):
                            self.generator_body(names, depth - 1)
                        if self.maybe(0.15):
                            self.emit(self.pick("return 9", "raise IndexError('f')"))
                    self.block("finally:", final)
            elif form < 10:
                self.block(f"for i in {self.pick('range(3)', '[1, 2]', self.choose(names) + '()', 'enumerate(' + repr('ab') + ')')}:", lambda: (self.emit("tick()"), self.generator_body(names, depth - 1), self.emit(self.pick("pass", "if i == 1: break", "if i: continue", "show(i)"))))
            elif form == 10:
                self.block(f"with M({self.rng.randint(0, 9)}{self.pick('', ', True')}):", lambda: self.generator_body(names, depth - 1))
            else:
                self.emit(f"raise {self.pick('ValueError(0)', 'StopIteration(1)', 'KeyError', 'StopIteration')}" if self.maybe(0.3) else "show('here')")

    # ---- one place, many types -----------------------------------------------------------------

    def sites(self):
        """The same instruction with values of many types."""
        forms = ["a[b]", "a[b:]", "len(a)", "a + b", "a < b", "a == b", "-a", "not a", "a and b", "[*a]", "{**a}", "{*a}", "f'{a}'", "f'{a!r:>5}'", "a.real", "a.append(b)", "a.upper()", "a.get(b)", "b in a", "a(b)", "a()", "a is b", "[q for q in a]",
                 "x if a else b", "a.count(b)", "a.pop()", "a.index(b)", "a.copy()", "a * b", "a % b", "a // 2", "a >> 1", "a & 3", "a - 1", "a + 1", "a * 3", "a % 7", "str(a)", "type(a)", "a != b", "a > 2", "a <= 1", "a == 1", "a.__class__", "a.bit_length()",
                 "a.keys()", "sum(a)", "iter(a)", "tuple(a)", "a.x", "a.__len__()", "a[0]", "a[-1]", "a['k']", "a | b", "a ^ b", "a ** 2", "a / b", "a @ b", "a.join(b)", "a.isdigit()", "isinstance(a, b)", "abs(a)", "min(a, b)", "a.items()", "range(a)", "dict(a)", "a.sort()"]
        statements = ["a[b] = 1", "a.x = b", "del a[b]", "a += b", "a -= 1", "a *= 2", "c, d = a", "c, *d = a", "for q in a: tick()", "for q, r in a: show(q, r)", "while a: a -= 1; tick()", "with a: pass", "assert a, b", "raise a", "del a.x",
                      "c = a[0]; a[0] = b", "a |= b", "a[:] = b", "a[b:] = [1]", "for q in a: pass\n    else: c = 1", "(c, d), f = a, b", "a[0] += 1", "a.x += 1", "try: a()\n    except b: show('caught')", "match a:\n        case [c, d]: show(c, d)\n        case {'k': c}: show(c)\n        case int(c) | str(c): show('i', c)\n        case None: show('none')"]
        self.preface()
        values = ["1", "-1", "0", "2.5", "'ab'", "''", "[1, 2]", "[]", "(1, 2)", "()", "{'k': 1}", "{}", "{1, 2}", "None", "True", "2**70", "b'ab'", "range(3)", "len", "int", "Box()", "Point(1, 2)", "ValueError('v')", "ValueError", "iter([1, 2])", "(q for q in (1, 2))",
                  "lambda *q: q", "[(1, 2), (3, 4)]", "'k'", "frozenset({1})", "2j", "...", "M(1)", "slice(1)", "bytearray(b'xy')", "{1: 2}.items()", "[[1, 2]]", "float('nan')", "type", "object()", "Odd", "[3, 1, 2]", "D('p')", "-2**62", "2**62 - 1", "True", "int | str"]
        for at in range(self.rng.randint(2, 4)):
            x = self.choose(values)
            if self.maybe(0.6):
                self.emit(f"def site{at}(a, b, x=1, c=None, d=None): return {self.choose(forms)}")
            else:
                self.emit(f"def site{at}(a, b, x=1, c=None, d=None):")
                for line in self.choose(statements).split("\n"):
                    self.emit(f"    {line}" if not line.startswith("    ") else line)
                self.emit("    return a, c, d")
            for _ in range(self.rng.randint(5, 18)):
                a, b = self.choose(values), self.choose(values[:20] if self.maybe(0.7) else values)
                for _ in range(self.pick(1, 1, 1, 3)):
                    self.emit(f"attempt(site{at}, {a}, {b})")

    # ---- finalisers and cleanup ----------------------------------------------------------------

    def lifetimes(self):
        """When objects die: temporaries, locals, containers, cycles, exceptions."""
        forms = ["D({n})", "[D({n}), D({m})]", "x = D({n})", "x = [D({n})]; x = None", "(D({n}), 1 / 0)", "T(1, D({n}))", "T(D({n}), D({m})) and None", "{{1: D({n})}}[1]", "D({n}).name", "D({n}) is D({m})", "f'{{D({n})}}{{D({m})}}'", "x, y = D({n}), D({m})", "x = y = D({n})", "del x", "x = lambda d=D({n}): d",
                 "x = [D(i) for i in range(3)]; x.pop(0); x.clear()", "for x in [D({n}), D({m})]: T(x.name)", "for x in map(D, range(2)): pass", "x = {{'a': D({n})}}; x['a'] = D({m}); x.pop('a')", "try: raise ValueError(D({n}))\nexcept ValueError as e: T(1)", "x = D({n}); x.me = x; del x; gc.collect()",
                 "def f(a): T(2); return a.name\nf(D({n}))", "def f(*a, **k): T(3)\nf(D({n}), k=D({m}))", "def f(): x = D({n}); y = D({m}); T(4)\nf()", "def f(): x = D({n}); return D({m})\nf()", "def f():\n    x = D({n})\n    raise KeyError\ntry: f()\nexcept KeyError: T(5)", "def g():\n    x = D({n})\n    yield 1\nnext(g()); T(6)", "x = g()\nnext(x); x.close(); T(7)", "x = g(); next(x); x = None; T(8)",
                 "class C:\n    d = D({n})\n    def __del__(self): T('C')\nC()", "x = C(); x.d = D({n}); del x", "C = None", "with M({n}) as x: x = D({m})", "x = (D({n}) for _ in range(2)); next(x); T(9); del x", "D({n}) + 1" , "D({n}).missing", "D({n})()", "D({n})[0]", "x = [1, D({n})]; del x[1]; T(10)", "x = [D({n})]; x[0] = D({m}); T(11)", "x = [D({n}), D({m})]; x[:] = []; T(12)", "x = D({n}); x = D({m})",
                 "a = b = None; a, b = D({n}), D({m}); a, b = b, a; del a; T(13); del b", "x = [D({n})] * 2; x.pop(); T(14); x.pop(); T(15)", "x = sorted([D({n}), D({m})], key=lambda d: d.name); del x", "x = dict(a=D({n})); x |= {{'a': D({m})}}; T(16)", "[D({n}) for _ in range(2)] and T(17)", "x = {{D({n}): 1}}; x.clear(); T(18)", "print(D({n}), D({m}))", "max(D({n}), D({m}), key=lambda d: d.name)", "x = D({n}) or D({m})", "x = D({n}) and D({m})", "x = None if D({n}) else D({m})",
                 "x = (lambda: D({n}))().name", "match D({n}):\n    case D(name=x): T(x)", "match [D({n}), D({m})]:\n    case [x, *_]: T(19)\n    case 5: pass", "assert D({n}), D({m})", "import weakref; x = D({n}); y = weakref.ref(x, lambda r: T('dead')); del x; T(y())", "x = [D({n}), D({m})]; y = iter(x); next(y); del x; T(20); del y", "*x, y = [D({n}), D({m})]; x = 1; T(21)", "x: D = D({n})", "x = D({n}); x.__class__ = type('E', (), {{'__del__': lambda s: T('E')}}) ; x = 0",
                 "async def co(): await pause(); x = D({n}); await pause(); T(22)\ndrive(co())", "c = co(); c.send(None); c.close(); T(23)", "c = co(); c.send(None); c.send(None); del c; T(24)", "async def ag():\n    x = D({n})\n    yield 1\n    yield D({m})\ndrive(anext(ag())); T(25)", "async def u():\n    async for x in ag(): T(26)\ndrive(u())", "def f():\n    try: return D({n})\n    finally: T(27)\nf(); T(28)", "def f():\n    for x in [D({n}), D({m})]:\n        return x.name\nf(); T(29)", "def f():\n    with M(1): return D({n})\nf()", "x = D({n}); x.x = lambda: x; del x; gc.collect(); T(30)",
                 "sum([D({n})], D({m}))", "D({n}) < D({m})", "D({n}) == D({m})", "D({n}) in [D({m})]", "not D({n})", "if D({n}): T(31)", "while D({n}): T(32); break", "x = [D({n}), [D({m})]]; x.append(x); del x; gc.collect()", "setattr(D({n}), 'q', D({m}))", "x = D({n}); x.name = D({m}); x.name = 1; T(33); del x", "globals().pop('x', None); T(34)", "exec('x = D({n}); del x; T(35)')", "x = eval('[D({n})]'); T(36)", "try: f(D({n}), D({m}), D(3))\nexcept TypeError: T(37)", "x = D({n}).__init__; T(38); del x", "x = zip([D({n})], [D({m})]); next(x); T(39); del x"]
        self.emit("import gc")
        inside = self.maybe(0.5)
        if inside:
            self.emit("def main():")
            self.emit("    global gc, f, g, C, co, ag, u")
            self.level += 1
        self.emit("x = y = f = g = C = co = ag = u = None" if not inside else "x = y = a = b = c = None; f = g = C = co = ag = u = None")
        for _ in range(self.rng.randint(6, 16)):
            text = self.choose(forms).format(n=self.rng.randint(10, 99), m=self.rng.randint(100, 999))
            self.emit("try:")
            for line in text.split("\n"):
                self.emit("    " + line)
            self.emit("except Exception as e: print(type(e).__name__, e)" if self.maybe(0.5) else "except Exception: T('failed')")
            self.emit("T('next')")
        if inside:
            self.level -= 1
            self.emit("main()")
            self.emit("T('after')")

    # ---- exceptions ----------------------------------------------------------------------------

    def unwinding(self):
        """try, finally, with and loops in one another, left in every way."""
        self.emit("def run(n):")
        self.level += 1
        self.unwind_body(3, False)
        self.emit("return 'end'")
        self.level -= 1
        self.emit("for n in range(8): attempt(run, n)")
        self.emit("async def arun(n):")
        self.level += 1
        self.unwind_body(3, True)
        self.emit("return 'end'")
        self.level -= 1
        self.emit("for n in range(8): attempt(lambda: drive(arun(n)))")

    def unwind_body(self, depth, is_async, loop=False, star=False):
        for _ in range(self.rng.randint(1, 2)):
            form = self.rng.randrange(9)
            if form < 2 or depth == 0:
                leave = [f"raise {self.exception_instance()}", "1 / 0", "T(1)", f"T({self.rng.randint(0, 9)})", "missing", "tick()"]
                if not star:
                    leave += ["return n", "return T('ret', n)", "return"]
                if loop:
                    leave += ["break", "continue", "continue"]
                if is_async:
                    leave += ["await pause()", "await pause(n)", "show(await pause(1))"]
                self.emit(f"if n {self.pick('==', '>', '<', '!=', '& 1 ==', '% 3 ==')} {self.rng.randint(0, 6)}: {self.choose(leave)}")
            elif form < 6:
                self.block("try:", lambda: self.unwind_body(depth - 1, is_async, loop, star))
                group = self.maybe(0.15)
                handlers = self.rng.randint(0, 2) if not group else self.rng.randint(1, 2)
                for at in range(handlers):
                    name = self.fresh("e") if self.maybe(0.6) else None
                    def handler():
                        if name:
                            self.emit(f"show({name})")
                        self.unwind_body(depth - 1, is_async, loop and not group, star or group)
                        if self.maybe(0.3):
                            self.emit(self.pick("raise", f"raise {self.exception_instance()}", f"raise {self.exception_instance()} from None", f"raise {name or 'KeyError'}"))
                    kind = self.pick("ValueError", "ZeroDivisionError", "NameError", "LookupError", "Exception", "(TypeError, KeyError)", self.choose(EXCEPTIONS))
                    self.block(f"except{'*' if group else ''} {kind}{' as ' + name if name else ''}:", handler)
                if handlers and self.maybe(0.3):
                    self.block("else:", lambda: self.unwind_body(depth - 1, is_async, loop, star))
                if not handlers or self.maybe(0.5):
                    self.block("finally:", lambda: (self.emit(f"T('f{self.fresh('')}')"), self.unwind_body(depth - 2 if depth > 1 else 0, is_async, loop, star)))
            elif form < 7:
                prefix = "async " if is_async and self.maybe(0.5) else ""
                self.serial += 1
                self.block(f"{prefix}with {self.manager()}{self.pick('', ', ' + self.manager())}:", lambda: self.unwind_body(depth - 1, is_async, loop, star))
            else:
                if is_async and self.maybe(0.4):
                    head = f"async for i in aiter_of(range({self.rng.randint(0, 3)})):"
                else:
                    head = self.pick(f"for i in range({self.rng.randint(0, 3)}):", "while tick():", "for i in (1, 2):", f"for i in (q for q in range(3)):")
                def body():
                    if head.startswith("while"):
                        self.emit("n += 1")
                        self.emit("if n > 6: break")
                    self.unwind_body(depth - 1, is_async, True, star)
                self.block(head, body)
                if self.maybe(0.4):
                    self.block("else:", lambda: self.unwind_body(depth - 1, is_async, loop, star))

    # ---- asyncio -------------------------------------------------------------------------------

    def loops(self):
        """Tasks, futures, locks, queues and cancellation on the event loop."""
        self.emit("import asyncio")
        self.emit("log = []")
        self.emit("def note(*a): print('note', *a)")
        count = self.rng.randint(2, 4)
        for at in range(count):
            self.emit(f"async def w{at}(n, box):")
            self.level += 1
            self.emit("tick()")
            self.coroutine_body(at, 3)
            self.emit(f"return ({at}, n)")
            self.level -= 1
        self.emit("async def main():")
        self.level += 1
        self.emit("box = Shared()")
        self.emit("loop = asyncio.get_running_loop()")
        names = []
        for _ in range(self.rng.randint(3, 9)):
            form = self.rng.randrange(16)
            w = f"w{self.rng.randrange(count)}({self.rng.randint(0, 3)}, box)"
            w2 = f"w{self.rng.randrange(count)}({self.rng.randint(0, 3)}, box)"
            t = f"t{len(names)}"
            if form < 4:
                self.emit(f"{t} = asyncio.create_task({w}, name={t!r})")
                if self.maybe(0.4):
                    self.emit(f"{t}.add_done_callback(lambda t: note('done', t.get_name(), t.cancelled()))")
                names.append(t)
            elif form == 4:
                self.emit(f"await guard(asyncio.gather({w}, {w2}{self.pick('', ', return_exceptions=True')}))")
            elif form == 5:
                self.emit(f"await guard(asyncio.wait_for({w}, {self.pick('0', 'delay(1)', '5', 'None')}))")
            elif form == 6:
                self.emit(f"await asyncio.sleep({self.pick('0', '0', 'delay(3)')})")
            elif form == 7:
                self.emit("async def group():")
                self.emit("    async with asyncio.TaskGroup() as tg:")
                self.emit(f"        a = tg.create_task({w}); b = tg.create_task({w2})")
                self.emit(f"        {self.pick('await asyncio.sleep(0)', 'pass', 'raise KeyError(3)', 'a.cancel()', 'await a')}")
                self.emit("    return a.result(), b.result()")
                self.emit("await guard(group())")
            elif form == 8 and names:
                self.emit(f"{self.choose(names)}.cancel({self.pick('', repr('why'))})")
            elif form == 9 and names:
                self.emit(f"await guard({self.choose(names)})")
            elif form == 10:
                self.emit(f"loop.call_soon(note, {self.rng.randint(0, 9)})")
                self.emit(f"loop.call_later({self.pick('0', 'delay(1)', 'delay(2)')}, box.change, {self.rng.randint(0, 3)})")
            elif form == 11:
                self.emit("async def limited():")
                self.emit(f"    async with asyncio.timeout({self.pick('0', 'delay(1)', 'None', '3')}):")
                self.emit(f"        return await {w}")
                self.emit("await guard(limited())")
            elif form == 12:
                self.emit(f"both = [asyncio.create_task({w}), asyncio.create_task({w2})]")
                self.emit(f"done, pending = await asyncio.wait(both, return_when=asyncio.{self.pick('ALL_COMPLETED', 'FIRST_COMPLETED', 'FIRST_EXCEPTION')}, timeout={self.pick('None', '0.002', '1')})")
                self.emit("show(len(done), len(pending), sorted([repr(t.exception()) if not t.cancelled() else 'c' for t in done]))")
                self.emit("for t in both: t in pending and t.cancel()")
            elif form == 13:
                self.emit(f"for first in asyncio.as_completed([asyncio.create_task({w}), asyncio.create_task({w2})]): await guard(first)")
            elif form == 14:
                self.emit(f"await guard(asyncio.shield({w}))")
            else:
                self.emit(self.pick("box.event.set()", "box.event.clear()", "box.put(7)", "box.finish(1)", "box.finish(ValueError('f'))", "box.future.cancel()", "box.renew()", "box.release()"))
        self.emit("box.event.set(); box.put(1); box.put(2); box.finish(0)")
        if names:
            self.emit(f"await asyncio.sleep({self.pick('0', '0.01', '0')})")
            self.emit(f"for t in [{', '.join(dict.fromkeys(names))}]: t.cancel()")
            self.emit(f"show(await asyncio.gather({', '.join(names)}, return_exceptions=True))")
        self.emit("return 'main done'")
        self.level -= 1
        self.lines[0:0] = '''\
import asyncio as _asyncio
class Shared:
    def __init__(self):
        self.lock, self.event, self.queue = _asyncio.Lock(), _asyncio.Event(), _asyncio.Queue(2)
        self.semaphore, self.condition = _asyncio.Semaphore(1), _asyncio.Condition()
        self.renew()
    def renew(self): self.future = _asyncio.get_running_loop().create_future()
    def finish(self, value):
        if self.future.done(): return
        self.future.set_exception(value) if isinstance(value, Exception) else self.future.set_result(value)
    def put(self, value):
        try: self.queue.put_nowait(value)
        except _asyncio.QueueFull: print("full")
    def release(self):
        try: self.lock.release()
        except RuntimeError as problem: show(problem)
    def change(self, n):
        print("change", n)
        [self.event.set, self.release, lambda: self.put(n), lambda: self.finish(n)][n]()
async def guard(awaitable):
    try:
        show("guard", await awaitable)
    except Exception as problem: show("guarded", type(problem), str(problem))
    except _asyncio.CancelledError as problem:
        show("cancelled", problem.args)
        if _asyncio.current_task().cancelling(): raise
def report(loop, context):
    # Frames of CPython's TaskGroup and of cancelled tasks may hold the future for longer.
    if context["message"].startswith("Future exception was never"): return
    print("handler", sorted(context), repr(context.get("exception")), clean(context["message"]))
'''.splitlines()
        self.emit("async def top():")
        self.emit("    asyncio.get_running_loop().set_exception_handler(report)")
        self.emit("    return await asyncio.wait_for(main(), 20)")
        # CPython's frames of `run` are parts of a cycle with the exception that leaves it.
        self.emit("def run():")
        self.emit("    try: return asyncio.run(top())")
        self.emit("    finally: __import__('gc').collect()")
        self.emit("try: attempt(run)")
        self.emit("except BaseException as problem: show('left by', problem)")
        self.emit("__import__('gc').collect()")

    def coroutine_body(self, at, depth):
        for _ in range(self.rng.randint(1, 3)):
            form = self.rng.randrange(14)
            if form < 3 or depth == 0:
                self.emit(self.pick("await asyncio.sleep(0)", "await asyncio.sleep(0)", f"note({at}, n)", "await asyncio.sleep(delay(n))", f"show(await asyncio.sleep(0, {at}))"))
            elif form == 3:
                self.block(f"async with box.{self.pick('lock', 'semaphore', 'condition')}:", lambda: self.coroutine_body(at, depth - 1))
            elif form == 4:
                self.emit(self.pick("await box.queue.put(n)", "show(await box.queue.get())", "box.put(n)", "await box.event.wait()", "box.event.set()", "box.finish(n)", "show(await box.future)" if self.maybe(.3) else "box.finish(n)"))
            elif form < 8:
                self.block("try:", lambda: self.coroutine_body(at, depth - 1))
                if self.maybe(0.5):
                    self.block(f"except {self.pick('asyncio.CancelledError', 'ValueError', 'Exception', 'TimeoutError')} as e:", lambda: (self.emit(f"note({at}, 'caught', type(e).__name__, e.args)"), self.coroutine_body(at, 0), self.emit(self.pick("raise", "pass", "raise KeyError('c')", "return 'early'"))))
                else:
                    self.block("finally:", lambda: (self.emit(f"note({at}, 'finally')"), self.emit(self.pick("await asyncio.sleep(0)", "pass", "pass"))))
            elif form == 8:
                self.emit(f"if n {self.pick('>', '==', '<')} {self.rng.randint(0, 3)}: {self.pick('raise ValueError(n)', 'return ' + repr('r'), 'raise asyncio.CancelledError()', 'asyncio.current_task().cancel()', 'raise KeyError')}")
            elif form == 9 and at:
                self.emit(self.pick(f"show(await w{at - 1}(n + 1, box))", f"show(await asyncio.gather(w{at - 1}(0, box), w{at - 1}(1, box), return_exceptions=True))", f"await asyncio.wait_for(w{at - 1}(n, box), delay(2))"))
            elif form == 10:
                self.block("for i in range(2):", lambda: self.coroutine_body(at, depth - 1))
            elif form == 11:
                self.emit("async for i in aiter_asyncio(2): note(i)" if False else "note([i async for i in agen(n)])")
            else:
                self.emit(f"note({at}, {self.rng.randint(0, 99)})")

    # ---- builtin types -------------------------------------------------------------------------

    def builtins(self):
        """Methods and functions of builtin types with all sorts of arguments."""
        for at in range(3):
            kind = self.kind()
            self.emit(f"v{at} = {self.atom(kind)}")
            self.scope.names[f"v{at}"] = kind
        for _ in range(self.rng.randint(15, 35)):
            make = self.choose([self.method_call, self.method_call, self.method_call, self.builtin_call, lambda d: self.expr_str(d), lambda d: self.percent(d), lambda d: self.format_text(d), lambda d: self.fstring(d), lambda d: self.expr_int(d), lambda d: self.expr_float(d), lambda d: self.expr_bool(d)])
            self.emit(f"attempt(lambda: {make(self.pick(1, 1, 2))})")

    def numbers(self):
        """Arithmetic at the edges of the representations."""
        edge = lambda: self.pick(str(self.rng.choice([1, -1]) * (2 ** self.rng.choice([8, 15, 16, 30, 31, 32, 52, 53, 61, 62, 63, 64, 100, 128]) + self.rng.randint(-2, 2))), self.choose(["0", "1", "-1", "2", "3", "7", "-7", "10", "True"]),
                                 str(self.rng.randint(-10**6, 10**6)), self.choose(["0.5", "-0.0", "0.0", "1e308", "5e-324", "float('inf')", "float('-inf')", "float('nan')", "1.5", "-2.5", "1e16", "2.0**62", "-2.0**63", "1e-310", "0.1"]), str(self.rng.uniform(-1e3, 1e3)), str(self.rng.getrandbits(200)), "1j", "(2-0j)")
        self.emit("def calc(a, b):")
        for op in self.rng.sample(BINARY[:-1] + list(COMPARISONS), 6):
            right = "b" if op not in ("**", "<<") else "P(b) if not isinstance(b, float) or abs(b) < 20 else 2"
            left = "a" if op != "**" else "P(a)"
            self.emit(f"    attempt(lambda: {left} {op} ({right}))")
            if op in BINARY:
                small = self.pick("1", "2", "-3", "100", "32767", "-32768", "32768", "0", "63", "64", "62") if op not in ("**", "<<") else self.pick("0", "1", "2", "5", "63", "-1")
                self.emit(f"    attempt(lambda: {left} {op} {small})")
        self.emit(f"    attempt(lambda: {self.pick('divmod(a, b)', 'round(a, 2)', 'pow(P(a), P(b), 7)', 'int(a)', 'float(a)', 'str(a)', 'f{a!r:>30}'.replace('f{', repr('')+ ' or f' + chr(39) + '{') + chr(39), 'hash(a) if a == a else 0', 'a.as_integer_ratio()', 'complex(a)', 'abs(a), -a, +a', 'a == b, hash(a) == hash(b)', 'max(a, b), min(a, b)', 'sum([a, b, a])', '~a', 'bool(a)', 'round(a)', 'round(a, -2)', '%d' if False else repr('%.5g %r') + ' % (a, b)', repr('{:,.3f}') + '.format(a)', repr('{:e}') + '.format(a)', 'bin(a), hex(a)')})")
        for _ in range(self.rng.randint(6, 14)):
            self.emit(f"calc({edge()}, {edge()})")

    # ---- patterns, formatting, classes ---------------------------------------------------------

    def patterns(self):
        self.preface()
        self.emit("class K: one = 1")
        self.emit("class Seq(list): pass")
        self.emit("class Map(dict):")
        self.emit("    def __missing__(self, k): return 'missing'")
        for at in range(self.rng.randint(1, 3)):
            self.emit(f"def match{at}(subject):")
            self.level += 1
            self.emit("match subject:")
            self.level += 1
            for _ in range(self.rng.randint(2, 6)):
                bound = []
                pattern = self.pattern(3, bound)
                bare = pattern == "_" or pattern.startswith("m") and pattern[1:].isdigit()
                guard = f" if {self.pick('T(1, True)', 'T(2, False)')}" if bare or self.maybe(0.15) else ""
                self.block(f"case {pattern}{guard}:", lambda: self.emit(f"return ({repr(pattern)}, {', '.join(bound)})"))
            self.level -= 2
            for _ in range(self.rng.randint(4, 12)):
                self.emit(f"attempt(match{at}, {self.subject(2)})")

    def subject(self, depth):
        form = self.rng.randrange(10)
        s = lambda: self.subject(depth - 1)
        if depth == 0 or form < 2:
            return self.pick("0", "1", "-1", "'a'", "None", "True", "1.5", "b'a'", "'abc'", "1+2j", "2.5", "D('s')", "1.0")
        if form < 4:
            return "[" + ", ".join(s() for _ in range(self.rng.randint(0, 3))) + "]"
        if form < 6:
            return "{" + ", ".join(f"{k}: {s()}" for k in self.rng.sample(["'a'", "1", "'x'", "None", "2", "-1"], self.rng.randint(0, 3))) + "}"
        if form == 6:
            return f"({s()}, {s()})"
        if form == 7:
            return f"Point({s()}, {s()})"
        return self.pick("Seq([1, 2])", "Map(a=1)", "range(2)", "bytearray(b'ab')", "'ab'", "{1, 2}", "iter([1])", "Odd(1)", "Box(1)", "Point", "()", "Point(1)", "K")

    def classes_scenario(self):
        """Class creation: bases, metaclasses, hooks, super, slots."""
        names = []
        self.emit("""class Meta(type):
    def __new__(m, name, bases, ns, **kw):
        print("Meta.__new__", name, [b.__name__ for b in bases], sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(m, name, bases, ns)
    def __init__(c, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
    def __prepare__(name, bases, **kw):
        print("prepare", name)
        return {"prepared": 1}
    __prepare__ = staticmethod(__prepare__)
    def __instancecheck__(c, o): return "yes" if c.__name__ == "N0" else type.__instancecheck__(c, o)
    def __len__(c): return 3
    def __getattr__(c, n):
        if n.startswith("__"): raise AttributeError(n)
        return ("meta", n)
class Hooked:
    def __init_subclass__(cls, flag=None, **kw):
        print("subclass", cls.__name__, flag)
        super().__init_subclass__(**kw)
    def __class_getitem__(cls, item): return (cls.__name__, item)
class Named:
    def __set_name__(self, owner, name): print("named", owner.__name__, name); self.n = name
    def __get__(self, o, t): return self.n
class Mixin:
    def who(self): return ["Mixin"] + (super().who() if hasattr(super(), "who") else [])""")
        for at in range(self.rng.randint(3, 6)):
            name = f"N{at}"
            bases = self.rng.sample(names + ["Mixin", "Hooked", "object", "int", "dict", "Exception", "tuple", "list"], self.pick(0, 1, 1, 2, 2, 3))
            keywords = self.pick("", "", "", "metaclass=Meta", "flag=1", "metaclass=Meta, x=2", "metaclass=lambda n, b, d: (n, len(b))" if self.maybe(.3) else "", "**{'flag': 3}", "*()" if False else "")
            head = ", ".join(bases + ([keywords] if keywords else []))
            def body():
                for _ in range(self.rng.randint(1, 4)):
                    form = self.rng.randrange(14)
                    if form == 0:
                        self.emit("a = Named()")
                    elif form == 1:
                        self.emit(f"__slots__ = {self.pick('()', repr('s'), '[' + repr('s') + ', ' + repr('t') + ']', '(' + repr('__dict__') + ',)', '(' + repr('a') + ',)', '(' + repr('1x') + ',)', '5')}")
                    elif form in (2, 3):
                        self.emit(f"def who(self): return [{name!r}] + (super().who() if hasattr(super(), 'who') else [])")
                    elif form == 4:
                        self.emit("def __init__(self, *a, **k): print('init', a, k); super().__init__(*a, **k)")
                    elif form == 5:
                        self.emit("def __new__(cls, *a, **k): print('new', cls.__name__, a); return super().__new__(cls, *a, **k)")
                    elif form == 6:
                        self.emit("@classmethod")
                        self.emit("def make(cls, *a): return super().make(*a) if hasattr(super(), 'make') else (cls.__name__, a)")
                    elif form == 7:
                        self.emit("@property")
                        self.emit("def prop(self): return getattr(super(), 'prop', 'base')")
                        self.emit("@prop.setter")
                        self.emit("def prop(self, v): print('prop', v)")
                    elif form == 8:
                        self.emit("def __repr__(self): return 'r' + type(self).__name__")
                    elif form == 9:
                        self.emit("def __eq__(self, o): return True")
                    elif form == 10:
                        self.emit("x = 1; y = [x for _ in range(2)] if 0 else x")
                        self.emit("def get(self): return __class__.__name__, self.__class__.__name__")
                    elif form == 11:
                        self.emit("class Inner: z = 1")
                        self.emit("z = Inner.__qualname__")
                    elif form == 12:
                        self.emit("def __getattr__(self, n): return super().__getattribute__('__class__').__name__ + n")
                    else:
                        self.emit("del prepared" if self.maybe(0.3) else "w = __name__, __qualname__, 5")
            self.block("try:", lambda: self.block(f"class {name}{'(' + head + ')' if head else ''}:", body))
            self.block("except Exception as e:", lambda: self.emit(f"show(e); {name} = object"))
            names.append(name)
        for _ in range(self.rng.randint(8, 20)):
            name = self.choose(names)
            self.emit(f"o = {name}") if self.maybe(0.15) else self.emit(f"o = attempt({name}{self.pick('', '', '', ', 1', ', 1, 2', ', [1]')})")
            for _ in range(2):
                self.emit(f"attempt(lambda: {self.pick('o.who()', 'o.who', name + '.__mro__', 'o.prop', 'setattr(o, ' + repr('prop') + ', 1)', 'o.make(1)', name + '.make()', 'o.get()', name + '[int]', 'o == o, o != 1', 'hash(o) and 1', 'len(' + name + ')', 'isinstance(1, ' + name + ')', 'o.a', 'o.s', 'setattr(o, ' + repr('s') + ', 1)', 'setattr(o, ' + repr('q') + ', 1)', name + '.missing', 'super(' + name + ', o).who()', 'super(' + name + ', ' + name + ').make', name + '.__name__, ' + name + '.__qualname__, ' + name + '.__module__', 'o.__class__.__bases__', 'issubclass(' + name + ', ' + self.choose(names) + ')', 'super(' + name + ').__self__', 'o.w', 'o.z', 'repr(o)', name + '.__base__', 'sorted(k for k in ' + name + '.__dict__ if k[1] != ' + repr('_') + ')', name + '.__dictoffset__ > 0' if False else 'o.y')})")

    def closures(self):
        """Cells, nonlocal, deletion, comprehension and class scopes, exec and locals."""
        self.preface()
        def nest(depth, names):
            name = self.fresh("n")
            self.block(f"def {name}({self.pick('', 'p=1', '*q')}):", lambda: inner(depth, names))
            self.emit(f"attempt({name})")
        def inner(depth, names):
            own = []
            declared = [n for n in names if self.maybe(0.3)]
            if declared:
                self.emit(f"nonlocal {', '.join(declared)}")
            for _ in range(self.rng.randint(2, 5)):
                every = names + own
                form = self.rng.randrange(12)
                if form < 3 or not every:
                    n = self.fresh("x")
                    self.emit(f"{n} = {self.pick('1', repr('s'), '[1]', 'D(3)', 'None')}")
                    own.append(n)
                elif form == 3:
                    self.emit(f"show({self.choose(every)})")
                elif form == 4:
                    n = self.choose(own + declared or every)
                    self.emit(f"del {n}" if n in own + declared else f"show({n})")
                elif form == 5:
                    n = self.choose(every)
                    self.emit(f"show([({n}, i) for i in range(2)], {{i: {n} for i in 'ab'}}, list({n} for _ in 'a'))")
                elif form == 6:
                    n = self.choose(every)
                    self.emit(f"f = lambda a={n}: (a, {self.choose(every)})")
                    self.emit("attempt(f)")
                elif form == 7 and depth:
                    nest(depth - 1, every)
                elif form == 8:
                    n = self.choose(every)
                    self.emit("class C:")
                    self.emit(f"    {self.pick(n + ' = ' + n, 'k = ' + n, 'def m(self): return ' + n, 'k = [' + n + ' for _ in range(2)]', n + ' = 5; k = ' + n, 'k = lambda: ' + n)}")
                    self.emit("attempt(lambda: sorted(k for k in vars(C) if k[0] != '_'))")
                elif form == 9:
                    n = self.choose(own + declared or [self.fresh("x")])
                    self.emit(f"[{n} := i for i in range(3)]")
                    self.emit(f"show({n})")
                    own.append(n) if n not in declared else None
                elif form == 10:
                    self.emit(self.pick("show(sorted(locals()))", "exec('zz = 1'); show('zz' in locals())", f"show(eval({self.choose(every)!r}))", f"exec({self.choose(every)!r} + ' = 99'); show({self.choose(every)})", "locals()['made'] = 1; show(sorted(locals()))", f"attempt(lambda: eval({self.choose(every)!r}))"))
                else:
                    n = self.choose(own + declared or ["box"])
                    self.emit(f"try: raise KeyError(1)")
                    self.emit(f"except KeyError as {n}: show({n})")
                    self.emit(f"attempt(lambda: {n})")
                    own.append(n) if n not in declared and n not in own else None
            self.emit(f"return {', '.join(own[:3]) or 'None'}")
        for _ in range(self.rng.randint(1, 3)):
            nest(3, [])

    def recursion(self):
        """Recursion to the limit, and what is left after it."""
        self.emit("import sys")
        limit = self.rng.randint(60, 400)
        self.emit(f"sys.setrecursionlimit({limit})")
        forms = ["def f(n): return f(n + 1)", "def f(n):\n    try: return f(n + 1)\n    finally: box.append(n)", "class C:\n    def __getattr__(self, k): return self.other\nf = lambda n: C().x", "class C:\n    @property\n    def p(self): return self.p\nf = lambda n: C().p",
                 "class C:\n    def __add__(self, o): return self + o\nf = lambda n: C() + 1", "def g(n): yield from g(n + 1)\nf = lambda n: list(g(0))", "async def co(n): return await co(n + 1)\nf = lambda n: drive(co(0))", "class C:\n    def __init__(self): self.c = C()\nf = lambda n: C()",
                 "class C:\n    def __call__(self, n): return self(n)\nf = C()", "def f(n):\n    try: return f(n + 1)\n    except RecursionError: return n > 40", "f = lambda n: f(n) + 1", "class C:\n    def __eq__(self, o): return self == o\nf = lambda n: C() == C()", "class C:\n    def __lt__(self, o): return o < self\nf = lambda n: C() < C()",
                 "class C:\n    def __setattr__(self, k, v): self.k = v\ndef f(n): C().x = 1", "class C:\n    def __bool__(self): return not self\nf = lambda n: not C()" , "class C:\n    def __iter__(self): return iter(self)\nf = lambda n: list(C())" if False else "def f(n, *a, **k): return f(n, *a, **k)", "def f(n):\n    for x in g2(n): return x\ndef g2(n):\n    yield f(n + 1)"]
        for _ in range(self.rng.randint(1, 4)):
            self.emit("box = []")
            for line in self.choose(forms).split("\n"):
                self.emit(line)
            self.emit("try: print(f(0))")
            self.emit("except RecursionError as e: print('RecursionError', str(e)[:60], len(box) > 10)")
        self.emit("sys.setrecursionlimit(1000)")

    def mutated_code(self):
        """A program with one place changed: mostly an error of syntax."""
        inner = Scenarios(self.rng.getrandbits(40))
        inner.budget = 10
        for _ in range(2):
            inner.statement(2)
        # CPython takes the default of a parameter for the error, once there is one anywhere behind it.
        default = lambda line: line.strip().startswith("type ") and "=" in line.split("]")[0]
        lines = [line for line in inner.lines if not default(line)] or ["pass"]
        at = self.rng.randrange(len(lines))
        words = lines[at].split(" ")
        self.rng.choice([lambda: words.pop(self.rng.randrange(len(words))), lambda: words.insert(self.rng.randrange(len(words) + 1), self.pick(")", "(", "if", "=", ":", "*", "await", "yield", "1", "'", "]", "return", "lambda", ",", "else", "in", "x")),
                         lambda: words.reverse() if len(words) < 4 else words.pop()])()
        lines[at] = " ".join(words)
        self.lines = ["show(1)"] + lines


WEIGHTS = {"operators": 6, "attributes": 10, "calls": 7, "generators": 8, "sites": 7, "lifetimes": 6, "unwinding": 6, "loops": 8, "builtins": 9, "numbers": 5,
           "patterns": 5, "classes_scenario": 5, "closures": 5, "recursion": 1, "program": 22,
           "steps": 4, "any_method": 4, "places": 3, "mutated_code": 2}


def program(seed, only=None):
    """The source of the program of a seed."""
    source = Scenarios(seed)
    name = only or random.Random(seed ^ 0x5EED).choices(list(WEIGHTS), WEIGHTS.values())[0]
    getattr(source, name)()
    text = source.source()
    if DEFAULT in text and not compiles(text):
        # CPython takes the default of a parameter for the error, once there is one anywhere behind it.
        text = text.replace(DEFAULT, "[A]")
    return text


DEFAULT = "[A = int]"


def compiles(text):
    try:
        compile(text, "<program>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True
