"""Statements, functions and classes of random programs."""

from generator import BINARY, EXCEPTIONS, KINDS, WORDS, Generator, Scope


class Statements(Generator):
    def statements(self, low=1, high=3, depth=2):
        for _ in range(self.rng.randint(low, high)):
            self.statement(depth)

    def statement(self, depth=2):
        self.budget -= 1
        if self.budget < 0:
            return self.emit(f"show({self.atom(self.kind())})")
        simple = [(self.assign, 14), (self.show, 10), (self.augmented, 6), (self.unpack, 4), (self.annotate, 2),
                  (self.delete, 2), (self.asserting, 2), (self.expression, 4), (self.importing, 2),
                  (self.store, 5), (self.chain, 2), (self.type_alias, 1), (self.raising, 1)]
        compound = [(self.conditional, 5), (self.loop, 6), (self.while_loop, 4), (self.trying, 7), (self.trying_star, 2),
                    (self.with_block, 4), (self.matching, 5), (self.function, 4), (self.class_statement, 3)]
        if self.scope.kind == "async":
            compound += [(self.async_for, 4), (self.async_with, 4)]
            simple += [(self.awaiting, 5)]
        if self.scope.kind in ("function", "async"):
            simple += [(self.returning, 2)]
            if self.scope.generator:
                simple += [(self.yielding, 10)]
        if self.scope.loops:
            simple += [(self.leave_loop, 4)]
        choices = simple if depth <= 0 or self.maybe(0.5) else compound
        self.rng.choices([c for c, _ in choices], [w for _, w in choices])[0](depth - 1)

    # ---- simple statements ---------------------------------------------------------------------

    def assign(self, depth):
        kind = self.kind()
        value = self.expr(kind, 3)
        self.emit(f"{self.target(kind)} = {value}")

    def show(self, depth):
        self.emit(f"show({', '.join(self.some(1, 2, lambda: self.expr('any', 3)))})")

    def expression(self, depth):
        self.emit(self.expr("any", 3))

    def augmented(self, depth):
        names = [(n, k) for n, k in self.scope.names.items() if k in KINDS]
        if not names:
            return self.assign(depth)
        name, kind = self.choose(names)
        op = self.choose(BINARY)
        value = self.expr(kind, 2)
        if op in ("**", "<<", "*"):
            value = f"P({value})" if self.maybe(.5) else self.pick("0", "1", "2", "3")
            if op == "**":
                self.emit(f"{name} = P({name})")
        self.emit(f"{name} {op}= {value}")
        self.emit(f"{name} = clip({name})")

    def unpack(self, depth):
        count = self.rng.randint(1, 3)
        targets = [self.target("none") for _ in range(count)]
        if self.maybe(0.35):
            at = self.rng.randrange(count)
            targets[at] = "*" + targets[at]
            self.scope.names[targets[at][1:]] = "list"
        left = ", ".join(targets) + ("," if count == 1 else "")
        if self.maybe(0.3):
            left = f"[{left}]"
        elif self.maybe(0.2):
            left = f"({left}), {self.target('none')}"
        self.emit(f"{left} = {self.iterable(2)}")

    def annotate(self, depth):
        kind = self.kind()
        note = self.pick("int", "str", "'forward'", "T(5, int)", "list[int]", "missing_name" if self.scope.kind != "module" else "int")
        value = self.expr(kind, 2)
        name = self.fresh()
        if self.maybe(0.8):
            self.scope.names[name] = kind
            self.emit(f"{name}: {note} = {value}")
        else:
            self.emit(f"{name}: {note}")

    def delete(self, depth):
        if self.maybe(0.5) and self.scope.names and self.scope.kind != "class":
            name = self.local_name()
            self.emit(f"del {name}")
            if self.maybe(0.8):
                self.emit(f"{name} = {self.atom(self.scope.names[name])}")
            return
        name = self.name_of("list") or self.name_of("dict")
        if name:
            self.emit(f"del {self.pick('', '(')}".rstrip("(") + f" {name}[{self.pick('0', '-1', '1:', '::2', ':1', repr('a'), '5')}]")

    def asserting(self, depth):
        self.emit(f"assert {self.test(2)}{self.pick('', f', {self.expr(None, 1)}')}")

    def importing(self, depth):
        self.emit(self.pick("import sys", "import asyncio as aio", "from sys import maxsize as big", "import gc, sys",
                            "from asyncio import sleep, Queue", "import no_such_module", "from sys import no_such_name",
                            "from . import sibling", "import asyncio.no_such", "from weakref import ref",
                            "from weakref import *" if self.scope.kind == "module" else "import weakref",
                            "import contextvars as cv"))

    def store(self, depth):
        which = self.rng.randrange(5)
        if which == 0 and self.name_of("list"):
            self.emit(f"{self.name_of('list')}[{self.pick('0', '-1', '1:2', '::2', ':', '5', '1:1')}] = {self.expr('any', 2)}")
        elif which == 1 and self.name_of("dict"):
            self.emit(f"{self.name_of('dict')}[{self.expr('any', 1)}] = {self.expr('any', 2)}")
        elif which == 2 and self.name_of("list"):
            name = self.name_of("list")
            self.emit(f"{name}[{self.pick('0', '-1', 'T(1, 0)')}] {self.pick('+', '-', '|', '%')}= {self.expr('int', 1)}")
        elif which == 3:
            self.emit(f"box = Box({self.expr('any', 1)})")
            self.emit(f"box.{self.choose(WORDS)} = {self.expr('any', 2)}")
            self.emit(f"box.value {self.pick('+=', '-=', '|=', '//=')} {self.expr('int', 1)}")
            self.emit("show(box)")
        else:
            self.emit(f"T(1, Box(1)).value, T(2, [1])[T(3, 0)], *{self.target('list')} = T(4, {self.iterable(1)})")

    def chain(self, depth):
        kind = self.kind()
        value = self.expr(kind, 2)
        a, b = self.target(kind), self.target(kind)
        self.emit(f"{a} = {b} = {value}")

    def type_alias(self, depth):
        if not self.typing:
            return self.show(depth)
        name = self.fresh("Alias")
        parameters = self.pick("", "[A]", "[A, *B]", "[A: int, **C]", "[A: (int, str)]", "[A = int]")
        value = self.pick("int", "list[A]", "missing_name", "A | int" if False else "dict[str, int]")
        if value == "list[A]" and not parameters:
            parameters = "[A]"
        self.emit(f"type {name}{parameters} = {value}")
        self.emit(f"show({name}, {name}.__name__, {name}.__type_params__)")
        if self.maybe(0.5):
            self.emit(f"attempt(lambda: {name}.__value__)")

    def raising(self, depth):
        if self.scope.kind in ("module", "class") and self.maybe(0.8):
            return self.show(depth)
        self.emit(f"raise {self.exception()}{self.pick('', '', f' from {self.exception()}', ' from None', ' from 5')}")

    def exception(self):
        which = self.rng.randrange(12)
        if which == 0:
            return self.choose(EXCEPTIONS)
        if which == 1:
            return f"ExceptionGroup({self.pick(repr('g'), repr('h'))}, [{', '.join(self.some(1, 3, lambda: self.exception_instance()))}])"
        if which == 2:
            return self.expr("any", 1)
        if which == 3:
            return f"Odd({self.expr('any', 0)})"
        return self.exception_instance()

    def exception_instance(self):
        return f"{self.choose(EXCEPTIONS)}({', '.join(self.some(0, 2, lambda: self.expr('any', 1)))})"

    def awaiting(self, depth):
        kind = self.kind()
        call = self.pick(f"pause({self.expr(kind, 1)})", f"Pause({self.expr(kind, 1)})", f"anext(aiter_of({self.iterable(0)}))",
                         f"anext(aiter_of(()), [{self.expr(kind, 0)}])", self.expr("any", 1))
        self.emit(self.pick(f"{self.target(kind)} = await {call}", f"await {call}", f"show(await {call})"))

    def returning(self, depth):
        if self.scope.star or self.scope.async_generator:
            return self.emit("return") if not self.scope.star else None
        self.emit(self.pick("return", f"return {self.expr('any', 3)}", f"return {self.expr('any', 2)}"))

    def yielding(self, depth):
        value = self.expr("any", 2)
        if self.scope.async_generator:
            forms = [f"yield {value}", f"{self.target('none')} = yield {value}", "yield", f"await pause({value})"]
        else:
            source = self.pick(self.iterable(1), self.iterable(1), self.expr("any", 0))
            forms = [f"yield {value}", f"{self.target('none')} = yield {value}", f"yield from {source}", "yield",
                     f"{self.target('none')} = yield from {source}", f"show((yield {value}))", f"yield {value}, {self.atom('int')}"]
        self.emit(self.choose(forms))

    def leave_loop(self, depth):
        if self.scope.star:
            return
        if self.maybe(0.5):
            self.emit(f"if {self.test()}: {self.pick('break', 'continue')}")
        else:
            self.emit(self.pick("break", "continue"))

    # ---- compound statements -------------------------------------------------------------------

    def body(self, depth, low=1, high=3):
        return lambda: self.statements(low, high, depth)

    def conditional(self, depth):
        test = self.test(2)
        self.block(f"if {test}:", self.body(depth))
        while self.maybe(0.25):
            self.block(f"elif {self.test(2)}:", self.body(depth))
        if self.maybe(0.5):
            self.block("else:", self.body(depth))

    def turn(self, depth):
        def body():
            self.emit("tick()")
            # What was there before may be replaced in each turn, so it may grow in each.
            for name in list(self.scope.names)[:3]:
                if self.maybe(0.3):
                    self.emit(f"{name} = clip({name})")
            self.statements(1, 3, depth)
        return body

    def inside_loop(self, head, depth):
        self.scope.loops += 1
        star, self.scope.star = self.scope.star, False
        self.block(head, self.turn(depth))
        self.scope.loops -= 1
        self.scope.star = star
        if self.maybe(0.3):
            self.block("else:", self.body(depth, 1, 2))

    def loop(self, depth):
        kind = self.kind()
        source = self.iterable(2)
        head = self.target(kind)
        form = self.rng.randrange(6)
        if form == 0:
            head = f"{head}, {self.target('none')}"
            source = self.pick(f"enumerate({source})", f"{self.expr('dict', 1)}.items()", f"zip({source}, {source})")
        elif form == 1 and self.name_of("list"):
            name = self.name_of("list")
            self.emit(f"{name} = clip({name})")
            self.scope.loops += 1
            self.block(f"for {head} in {name}:", lambda: (
                self.emit("tick()"), self.emit(f"if len({name}) > 8: break"),
                self.emit(f"{name}.{self.pick(f'append({head})', 'pop()', f'remove({head})', 'insert(0, 1)', 'clear()', 'reverse()')}"),
                self.statements(0, 1, 0)))
            self.scope.loops -= 1
            return
        elif form == 2 and self.name_of("dict"):
            name = self.name_of("dict")
            self.scope.loops += 1
            self.block(f"for {head} in {name}:", lambda: (
                self.emit("tick()"),
                self.emit(self.pick(f"{name}[{head}] = 1", f"{name}.pop({head})", f"{name}[1] = 2", f"del {name}[{head}]", f"{name}.update(a=1)", f"{name}.clear()"))))
            self.scope.loops -= 1
            return
        self.inside_loop(f"for {head} in {source}:", depth)

    def while_loop(self, depth):
        name = self.fresh("w")
        self.emit(f"{name} = {self.rng.randint(0, 4)}")
        saved = self.scope.names
        test = self.pick(f"{name}", f"{name} > 0", f"0 < {name}", f"{name} and {self.test()}", f"({name} := {name} - 1) >= 0")
        def body():
            if ":=" not in test:
                self.emit(f"{name} -= 1")
            self.turn(depth)()
        self.scope.loops += 1
        star, self.scope.star = self.scope.star, False
        self.block(f"while {test}:", body)
        self.scope.loops -= 1
        self.scope.star = star
        if self.maybe(0.3):
            self.block("else:", self.body(depth, 1, 2))

    def handler_type(self):
        if self.maybe(0.2):
            return f"({self.choose(EXCEPTIONS)}, {self.choose(EXCEPTIONS)})"
        return self.pick("Exception", "Exception", "LookupError", self.choose(EXCEPTIONS), self.choose(EXCEPTIONS),
                         "T(9, ValueError)", "5" if self.maybe(.2) else "ArithmeticError", "BaseException" if False else "Odd")

    def trying(self, depth):
        def body():
            self.statements(1, 3, depth)
            if self.maybe(0.3):
                self.emit(f"raise {self.exception()}")
        self.block("try:", body)
        handlers = self.rng.randint(0, 2)
        for at in range(handlers):
            def handle(name):
                def inner():
                    if name:
                        self.emit(f"show({name})")
                    self.statements(1, 2, depth - 1)
                    if self.maybe(0.2):
                        self.emit(self.pick("raise", f"raise {self.exception()}", f"raise {name or 'ValueError'}", f"del {name}" if name else "raise",
                                            f"{name}.add_note('n')" if name else "pass", f"raise {name or 'KeyError'} from {self.exception()}"))
                return inner
            name = self.fresh("e") if self.maybe(0.7) else ""
            head = f"except {self.handler_type()}{' as ' + name if name else ''}:"
            self.block(head, handle(name))
        if handlers and self.maybe(0.3):
            self.block("except:", lambda: (self.emit("show('bare')"), self.emit("if type(__import__('sys').exception()) is Fuel: raise"), self.statements(0, 1, 0)))
        if handlers and self.maybe(0.3):
            self.block("else:", self.body(depth - 1, 1, 2))
        if not handlers or self.maybe(0.4):
            self.block("finally:", self.body(depth - 1, 1, 2))

    def trying_star(self, depth):
        saved = self.scope.star, self.scope.loops
        def body():
            self.statements(0, 2, depth - 1)
            self.emit(f"raise {self.pick(self.exception_group(2), self.exception())}")
        self.block("try:", body)
        for _ in range(self.rng.randint(1, 3)):
            self.scope.star = True
            name = self.fresh("e")
            def handle():
                self.emit(f"show({name})")
                self.statements(0, 1, 0)
                if self.maybe(0.25):
                    self.emit(self.pick("raise", f"raise {self.exception_instance()}", f"raise {name}"))
            self.block(f"except* {self.pick(self.choose(EXCEPTIONS), self.choose(EXCEPTIONS), '(ValueError, KeyError)', 'Exception', 'ExceptionGroup' if self.maybe(.2) else 'LookupError')} as {name}:", handle)
            self.scope.star = saved[0]
        if self.maybe(0.3):
            self.block("else:", self.body(0, 1, 1))
        if self.maybe(0.3):
            self.block("finally:", self.body(0, 1, 2))

    def exception_group(self, depth):
        parts = [self.exception_group(depth - 1) if depth > 0 and self.maybe(0.3) else self.exception_instance() for _ in range(self.rng.randint(1, 3))]
        return f"ExceptionGroup('g{depth}', [{', '.join(parts)}])"

    def manager(self):
        return f"M({self.serial}{self.pick('', '', ', True', ', False', ', fails=' + repr('exit'), ', fails=' + repr('enter') if self.maybe(.3) else '')})"

    def with_block(self, depth):
        items = []
        for _ in range(self.pick(1, 1, 2, 3)):
            self.serial += 1
            item = self.manager() if self.maybe(0.95) else self.expr("any", 1)
            if self.maybe(0.5):
                item += f" as {self.pick(self.target('none'), self.target('none'), '(' + self.target('none') + ', _q)' if self.maybe(.2) else self.target('none'))}"
            items.append(item)
        inside = ", ".join(items)
        if self.maybe(0.2):
            inside = f"({inside})"
        def body():
            self.statements(1, 2, depth)
            if self.maybe(0.3):
                self.emit(f"raise {self.exception_instance()}")
        self.block(f"with {inside}:", body)

    def async_with(self, depth):
        items = ", ".join(f"{self.manager()}{self.pick('', f' as {self.target(None)}')}" for _ in range(self.pick(1, 2)))
        def body():
            self.statements(1, 2, depth)
            if self.maybe(0.3):
                self.emit(f"raise {self.exception_instance()}")
        self.block(f"async with {items}:", body)

    def async_for(self, depth):
        source = self.pick(f"aiter_of({self.iterable(1)})", f"aiter_of({self.iterable(1)})", f"(q async for q in aiter_of({self.iterable(0)}))", self.expr("any", 0))
        form = self.rng.randrange(4)
        if form == 0:
            element = self.pick("q", "(q, 1)", "await pause(q)")
            self.emit(f"show([{element} async for q in {source}{self.pick('', ' if q', ' for r in [q, 2]')}])")
        elif form == 1:
            self.emit(f"show({{str(q): q async for q in {source}}}, {{1 async for q in {source}}})")
        else:
            self.inside_loop(f"async for {self.target('none')} in {source}:", depth)

    def matching(self, depth):
        self.emit("class K: one = 1") if "K" not in self.scope.all_names() else None
        self.scope.names.setdefault("K", "class")
        subject = self.pick(self.expr("any", 2), self.expr("tuple", 2), self.expr("list", 2), self.expr("dict", 2),
                            f"Point({self.expr('any', 1)}, {self.expr('any', 1)})", f"{self.expr('any', 1)}, {self.expr('any', 1)}")
        self.emit(f"match {subject}:")
        self.level += 1
        for _ in range(self.rng.randint(1, 4)):
            bound = []
            pattern = self.pattern(2, bound)
            bare = pattern == "_" or pattern.startswith("m") and pattern[1:].isdigit()
            guard = f" if {self.test()}" if bare or self.maybe(0.2) else ""
            for name in bound:
                self.scope.names[name] = "none"
            self.block(f"case {pattern}{guard}:", lambda: (self.emit(f"show({', '.join([repr(pattern)] + bound[:4])})"), self.statements(0, 1, depth - 1)))
        if self.maybe(0.4):
            self.block("case _:", self.body(depth - 1, 1, 1))
        self.level -= 1

    # ---- functions -----------------------------------------------------------------------------

    def parameters(self, annotations=True):
        names, parts = [], []
        count = self.rng.randint(0, 4)
        slash = self.rng.randint(1, count) if count and self.maybe(0.2) else None
        default = False
        for at in range(count):
            name = self.fresh("a")
            names.append(name)
            default = default or self.maybe(0.25)
            note = f": {self.pick('int', 'T(7, str)', repr('late'))}" if annotations and self.maybe(0.1) else ""
            parts.append(f"{name}{note}" + (f"={self.expr('any', 1)}" if default else ""))
            if slash == at + 1:
                parts.append("/")
        required = sum(1 for p in parts if "=" not in p and p != "/")
        star = self.rng.random()
        if star < 0.2:
            name = self.fresh("s")
            names.append(name)
            parts.append("*" + name)
        if star < 0.3:
            if star >= 0.2:
                parts.append("*")
            name = self.fresh("k")
            names.append(name)
            parts.append(f"{name}{self.pick('=1', f'={self.expr(None, 1)}', '')}")
        if self.maybe(0.12):
            name = self.fresh("kw")
            names.append(name)
            parts.append("**" + name)
        return ", ".join(parts), names, required

    def function(self, depth, method=False, form=None):
        form = form or self.choose(["plain"] * 6 + ["generator"] * 3 + ["async"] * 3 + ["asyncgen"])
        name = self.fresh("f")
        parameters, names, required = self.parameters()
        if method:
            parameters = "self" + (", " + parameters if parameters else "")
        for _ in range(self.pick(0, 0, 0, 0, 1, 2)):
            self.emit(f"@{self.pick('same', 'same', 'T(3, same)', '(lambda f: f)', 'same')}")
        types = self.pick("", "", "", "", "", "[Z]", "[Z: int, *Y]", "[**X]") if self.typing else ""
        returns = self.pick("", "", "", " -> int", " -> T(8, None)")
        if parameters.startswith("/") or ", /" in parameters and parameters.index("/") == 0:
            parameters = parameters.replace("/, ", "")
        head = f"{'async ' if form in ('async', 'asyncgen') else ''}def {name}{types}({parameters}){returns}:"
        outer = self.scope
        self.scope = Scope("async" if form in ("async", "asyncgen") else "function", outer)
        self.scope.generator = form in ("generator", "asyncgen")
        self.scope.async_generator = form == "asyncgen"
        self.scope.names = {n: ("tuple" if n[0] == "s" else "dict" if n.startswith("kw") else self.kind()) for n in names}
        def body():
            if self.maybe(0.1):
                self.emit('"""doc"""')
            self.emit("tick()")
            self.outer_names(outer)
            if form in ("generator", "asyncgen"):
                self.emit(f"yield {self.atom('int')}")
            self.statements(1, 4, depth)
            if form != "asyncgen" and self.maybe(0.6):
                self.emit(f"return {self.expr('any', 2)}")
        self.block(head, body)
        self.scope = outer
        outer.names[name] = "function"
        if not method:
            self.use_function(name, form, required, names)
        return name

    def outer_names(self, outer):
        if outer.kind in ("function", "async") and outer.names and self.maybe(0.4):
            taken = [n for n in outer.names if n not in self.scope.names and outer.names[n] in KINDS]
            if taken:
                name = self.choose(taken)
                if name not in outer.outer:
                    self.emit(f"nonlocal {name}")
                    self.scope.names[name] = outer.names[name]
                    self.scope.outer.add(name)
        if self.maybe(0.25):
            at = outer
            while at.parent:
                at = at.parent
            taken = [n for n in at.names if n not in self.scope.names and at.names[n] in KINDS and not self.shadowed(n, outer)]
            if taken:
                name = self.choose(taken)
                self.emit(f"global {name}")
                if self.maybe(0.15):
                    self.emit(f"del {name}; {name} = {self.atom(at.names[name])}")
                self.scope.names[name] = at.names[name]
                self.scope.outer.add(name)

    def shadowed(self, name, scope):
        return False

    def use_function(self, name, form, required, names):
        arguments = ", ".join(self.expr("any", 1) for _ in range(required))
        if self.scope.kind in ("module", "function", "async") and form == "plain":
            self.functions.append((name, required)) if self.scope.kind == "module" else None
        if form == "plain":
            for _ in range(self.rng.randint(1, 3)):
                given = self.arguments(required, 1)
                self.emit(f"attempt({name}{', ' if given else ''}{given})" if self.maybe(0.6) else f"attempt(lambda: {name}({given}))")
        elif form == "generator":
            self.drive_generator(f"{name}({arguments})")
        elif form == "async":
            self.emit(f"attempt(lambda: drive({name}({arguments}){self.pick('', ', 1, 2', ', ValueError(1)', ', None, GeneratorExit()')}))")
        else:
            self.drive_async_generator(f"{name}({arguments})")

    def drive_generator(self, call):
        if self.maybe(0.25):
            self.emit(f"attempt(lambda: {self.pick('list', 'tuple', 'sum', 'dict')}({call}))")
            return
        name = self.fresh("g")
        self.block("try:", lambda: self.emit(f"{name} = {call}"))
        self.block("except Exception as e:", lambda: (self.emit(f"show(e); {name} = iter(())")))
        for _ in range(self.rng.randint(1, 7)):
            self.emit(self.pick(f"attempt(next, {name})", f"attempt(next, {name})", f"attempt(lambda: {name}.send({self.expr('any', 1)}))",
                                f"attempt(lambda: {name}.throw({self.exception_instance()}))", f"attempt(lambda: {name}.close())",
                                f"attempt(lambda: {name}.send(None))", f"attempt(lambda: next({name}, 'end'))",
                                f"attempt(lambda: [q for q in {name} if tick()])", f"attempt(lambda: {name}.gi_running)",
                                f"attempt(lambda: {name}.gi_yieldfrom)" if self.maybe(.3) else f"attempt(next, {name})"))
        if self.maybe(0.5):
            self.emit(f"del {name}")

    def drive_async_generator(self, call):
        name = self.fresh("ag")
        self.emit(f"{name} = {call}")
        for _ in range(self.rng.randint(1, 5)):
            self.emit("attempt(lambda: drive(" + self.pick(
                f"{name}.__anext__()", f"{name}.asend(None)", f"{name}.asend({self.atom('int')})", f"anext({name})", f"anext({name}, 7)",
                f"{name}.athrow({self.exception_instance()})", f"{name}.aclose()") + "))")
        self.emit(f"attempt(lambda: drive({name}.aclose()))")
        self.emit(f"del {name}")

    def class_statement(self, depth):
        name = self.fresh("C")
        bases = self.pick("", "", "Box", "Point", "dict", "list", "int", "Exception", "Odd", "str", "tuple", *self.classes[-2:])
        keywords = self.pick("", "", "", "", ", metaclass=Meta", ", flag=1" if self.maybe(.3) else "")
        head = (bases + keywords).lstrip(", ")
        types = self.pick("", "", "", "", "[Q]", "[Q, *R]") if self.typing else ""
        if self.maybe(0.15):
            self.emit(f"@{self.pick('same', '(lambda c: c)', 'T(4, same)')}")
        outer = self.scope
        self.scope = Scope("class", outer)
        methods = []
        def body():
            if self.maybe(0.15):
                self.emit(f"__slots__ = {self.pick('()', '(' + repr('alpha') + ',)', repr('beta'), '[' + repr('x') + ', ' + repr('y') + ']')}")
            for _ in range(self.rng.randint(0, 3)):
                form = self.rng.randrange(7)
                if form < 2:
                    self.statement(0)
                elif form == 2:
                    word = self.choose(WORDS)
                    self.emit("@property")
                    self.block(f"def {word}(self):", lambda: (self.emit("tick()"), self.emit(f"return {self.expr_outside('any')}")))
                    if self.maybe(0.4):
                        self.emit(f"@{word}.setter")
                        self.block(f"def {word}(self, value):", lambda: self.emit("show('set', value)"))
                elif form == 3:
                    op = self.pick("__add__", "__radd__", "__eq__", "__lt__", "__getitem__", "__contains__", "__call__", "__getattr__", "__mul__", "__matmul__", "__iadd__")
                    self.block(f"def {op}(self, other):", lambda: (self.emit("tick()"), self.emit(f"return {self.pick('NotImplemented', self.expr_outside('any'), 'T(6, other)')}")))
                elif form == 4:
                    op = self.pick("__len__", "__bool__", "__iter__", "__repr__", "__hash__", "__index__", "__neg__", "__int__", "__del__", "__str__")
                    self.block(f"def {op}(self):", lambda: (self.emit("tick()"), self.emit(f"return {self.expr_outside({'__repr__': 'str', '__str__': 'str', '__len__': 'int', '__hash__': 'int', '__index__': 'int'}.get(op, 'any'))}")))
                elif form == 5:
                    self.emit(f"@{self.pick('staticmethod', 'classmethod')}")
                    methods.append(self.function(0, True, "plain"))
                else:
                    methods.append(self.function(0, True))
        self.block(f"class {name}{types}{'(' + head + ')' if head else ''}:", body)
        self.scope = outer
        outer.names[name] = "class"
        if outer.kind == "module":
            self.classes.append(name)
        o = self.fresh("o")
        self.emit(f"{o} = attempt({name}{self.pick('', '', ', 1', ', 1, 2', ', ' + self.expr('any', 0))})")
        outer.names[o] = "none"
        for _ in range(self.rng.randint(1, 4)):
            word = self.choose(WORDS)
            forms = [f"{o}.{word}", f"{o} + {self.atom('int')}", f"{self.atom('int')} + {o}", f"{o} == {o}", f"{o}[0]", f"len({o})", f"bool({o})",
                     f"list({o})" if bases not in () else "0", f"{o}(1)", f"setattr({o}, {word!r}, 1)", f"-{o}", f"{o} in [{o}]", f"{name}.{word}", f"{name}.__mro__",
                     f"sorted(vars({o}))", f"hash({o}) and 1", f"f'{{{o}}}'", f"{o} < {o}", f"{name}.__name__", f"int({o})", f"range(5)[{o}]", f"{o} @ 1"]
            if methods:
                forms += [f"{o}.{self.choose(methods)}({self.arguments(1, 0)})"] * 4
            self.emit(f"attempt(lambda: {self.choose(forms)})")

    def expr_outside(self, kind):
        """An expression for a function inside the class, where the class's names are not seen."""
        inner, self.scope = self.scope, Scope("function", self.scope.parent)
        text = self.expr(kind, 1)
        self.scope = inner
        return text

    PREFACE = '''\
class Box:
    def __init__(self, value=None):
        self.value = value
    def __repr__(self):
        return f"Box({vars(self)!r})"
class Point:
    __match_args__ = ("x", "y")
    __slots__ = ("x", "y")
    def __init__(self, x=0, y=0):
        self.x, self.y = x, y
    def __repr__(self):
        return f"Point({self.x!r}, {self.y!r})"
class Odd(Exception):
    pass
class Meta(type):
    def __call__(cls, *args, **kw):
        print("meta call", cls.__name__)
        return super().__call__(*args, **kw)
def same(f):
    print("same", f.__name__)
    return f
'''

    def program(self):
        for line in self.PREFACE.splitlines():
            self.emit(line)
        for _ in range(self.rng.randint(2, 5)):
            self.budget = 25
            if self.maybe(0.7):
                def wrapped():
                    self.statements(1, 3, 3)
                self.block("try:", wrapped)
                self.block("except Exception as problem:", lambda: self.emit("show(problem)"))
            else:
                self.statements(1, 2, 2)
        for name in list(self.scope.names)[-4:]:
            self.emit(f"attempt(lambda: {name})")
        return self.source()
