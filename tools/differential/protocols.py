"""Programs that use objects by their protocols: steps of asynchronous generators one by one, whatever
methods a type has with whatever arguments, weak references, properties and globals at places that have
seen others."""

import builtins

from generator import EXCEPTIONS
from statements import Statements

# What these give differs from run to run, or is how an interpreter is written.
UNSTEADY = {"__class__", "__doc__", "__hash__", "__sizeof__", "__dir__", "__reduce__", "__reduce_ex__", "__init_subclass__",
            "__subclasshook__", "__subclasses__", "__text_signature__", "__dict__", "__basicsize__", "__itemsize__", "__flags__",
            "__dictoffset__", "__weakrefoffset__", "__buffer__", "__release_buffer__", "_from_flags", "__getstate__", "__base__",
            "__module__", "__firstlineno__", "__static_attributes__", "__builtins__", "__globals__", "__code__", "__self__"}
# Results that may be huge.
GROWING = {"__mul__", "__rmul__", "__imul__", "__pow__", "__rpow__", "__ipow__", "__lshift__", "__rlshift__", "zfill", "center", "ljust",
           "rjust", "expandtabs", "to_bytes"}


class Protocols(Statements):
    def steps(self):
        """An asynchronous generator whose steps are sent to, thrown into, closed and left."""
        def body():
            for _ in range(self.rng.randint(1, 4)):
                form = self.rng.randrange(6)
                if form == 0:
                    self.emit(f"show((yield {self.atom('int')}))")
                elif form == 1:
                    self.emit(f"show(await pause({self.atom('str')}))")
                elif form == 2:
                    self.block("try:", lambda: self.emit(f"yield {self.atom('int')}"))
                    kind = self.pick("ValueError", "GeneratorExit", "BaseException", "StopAsyncIteration", "KeyError")
                    self.block(f"except {kind} as e:", lambda: (self.emit("show('caught', type(e).__name__)"),
                               self.emit(self.pick("raise", "pass", "return", "yield 'again'", "raise KeyError(1) from e", "await pause('late')"))))
                elif form == 3:
                    self.block("try:", lambda: self.emit(self.pick("yield 5", "await pause()", "await Pause(3)")))
                    self.block("finally:", lambda: self.emit(self.pick("show('finally')", "await pause('f')", "return", "yield 'f'")))
                elif form == 4:
                    self.block("async with M('m'):", lambda: self.emit("yield 7"))
                else:
                    self.block("async for q in aiter_of('ab'):", lambda: self.emit("yield q"))
            self.emit(self.pick("return", "raise ValueError('end')", "raise StopIteration(1)", "show('end')", "yield 'last'"))
        self.block("async def agen_(n=0):", body)
        for at in range(2):
            self.emit(f"g{at}, s{at} = agen_(), None")
        for _ in range(self.rng.randint(8, 25)):
            at = self.pick(0, 0, 1)
            if self.maybe(0.45):
                # `athrow()` without an argument leaves the generator as running for ever: a slip of CPython's.
                made = self.pick("__anext__()", "asend(None)", f"asend({self.atom('int')})", f"athrow({self.choose(EXCEPTIONS)}('t'))",
                                 f"athrow({self.choose(EXCEPTIONS)})", "aclose()", "athrow(GeneratorExit)", "athrow(5)")
                made = f"g{at}.{made}" if self.maybe(0.85) else self.pick(f"anext(g{at})", f"anext(g{at}, 'none')")
                self.emit(f"s{at} = {made}")
            else:
                used = self.pick("send(None)", "send(None)", "send(None)", "send(1)", "throw(ValueError('s'))", "throw(GeneratorExit)",
                                 "close()", "throw(KeyError)", "__next__()", "throw(StopIteration(2))")
                self.emit(f"attempt(lambda: s{at}.{used})")
            if self.maybe(0.1):
                self.emit(f"attempt(lambda: (g{at}.ag_running, type(g{at}.ag_await).__name__, g{at}.ag_frame and g{at}.ag_frame.f_lineno))")

    def any_method(self):
        """Methods of all names that a type has, with arguments of any kind."""
        self.emit("""class SubInt(int): pass
class SubStr(str): pass
class SubList(list): pass
class Index:
    def __init__(self, n=1): self.n = n
    def __index__(self): return self.n
    def __repr__(self): return f"Index({self.n})"
class Same:
    def __eq__(self, other): return True
    def __hash__(self): return 1
    def __repr__(self): return "Same()"
def use(receiver, name, *args, **keywords):
    found = getattr(receiver, name)
    if not callable(found): return found
    result = found(*args, **keywords)
    if hasattr(result, "__next__"): result = type(result).__name__
    return result, receiver""")
        odd = ["SubInt(3)", "SubStr('abc')", "SubList([1, 2])", "Index()", "Index(-2)", "Same()", "slice(1, None)", "memoryview(b'ab')", "2**100",
               "iter('ab')", "int", "len", "Ellipsis", "'\\udc80'", "range(3)", "complex(1, 2)", "Exception('e')"]
        receivers = {"int": ["5", "-7", "0", "2**70", "SubInt(4)", "True"], "str": ["'abc'", "''", "'Ünï'", "SubStr('a b')", "'\\ud800'"],
                     "bytes": ["b'abc'", "b''", "bytearray(b'a,b')"], "list": ["[1, 2, 3]", "[]", "SubList([3, 1])"], "tuple": ["(1, 2)", "()"],
                     "dict": ["{'a': 1}", "{}"], "set": ["{1, 2}", "frozenset({1})"], "float": ["2.5", "-0.0", "float('nan')"],
                     "range": ["range(5)", "range(9, 0, -2)"], "slice": ["slice(1, 5, 2)"], "complex": ["1j"], "memoryview": ["memoryview(b'abcd')"],
                     "ValueError": ["ValueError(1)"], "KeyError": ["KeyError('k')"], "OSError": ["OSError(2, 'm')"], "StopIteration": ["StopIteration(3)"],
                     "property": ["property(len)"], "object": ["object()"], "enumerate": ["enumerate('ab')"], "zip": ["zip('ab', 'cd')"]}
        for _ in range(self.rng.randint(15, 40)):
            kind = self.choose(list(receivers))
            receiver = self.choose(receivers[kind])
            base = {"bytes": bytearray if "array" in receiver else bytes}.get(kind) or getattr(builtins, kind)
            names = sorted(set(dir(base)) - UNSTEADY - (GROWING if kind in ("int", "str", "bytes", "list", "tuple") else set()))
            args = []
            for _ in range(self.pick(0, 0, 1, 1, 1, 2, 2, 3)):
                args.append(self.choose(odd) if self.maybe(0.4) else self.expr("any", 0))
            if self.maybe(0.08):
                args.append(f"{self.pick('x', 'sep', 'key', 'count', 'start')}={self.atom('int')}")
            self.emit(f"attempt(lambda: use({', '.join([receiver, repr(self.choose(names)), *args])}))")

    def places(self):
        """Properties that are set, and globals that come and go, at the same places in turn."""
        self.emit("import weakref")
        names = [self.fresh("glob") for _ in range(2)]
        for name in names:
            self.emit(f"{name} = {self.atom('int')}")
            self.block(f"def use_{name}(what, value=None):", lambda: [self.emit(line) for line in (
                f"global {name}", f"if what == 'set': {name} = value", f"elif what == 'del': del {name}",
                f"elif what == 'add': {name} += value", f"return {name}")])
        for at in range(self.rng.randint(1, 3)):
            def body():
                if self.maybe(0.3):
                    self.emit(f"__slots__ = {self.pick(repr('x'), '()', repr('__weakref__'), repr('__dict__'))}")
                if self.maybe(0.8):
                    self.emit("@property")
                    self.emit(f"def {self.pick('p', 'p', 'x')}(self): return {self.pick('self.__dict__', '1', 'type(self).__name__')}")
                    self.emit("_p = locals().get('p') or locals().get('x')")
                    self.emit("@_p.setter")
                    self.emit(f"def {self.pick('p', 'p', 'x')}(self, value): {self.pick('show(value)', 'raise ValueError(value)', 'self._v = value', 'return 5')}")
                self.emit(f"def m{at}(self): return {at}")
            self.block(f"class W{at}({self.pick('', '', 'W0') if at else ''}):", body)
        self.emit("def set_p(o, value):")
        self.emit("    o.p = value")
        self.emit("def set_x(o, value):")
        self.emit("    o.x = value")
        self.emit(f"pool = [W0(), W{at}(), W0()]")
        self.emit("refs = []")
        for _ in range(self.rng.randint(10, 30)):
            name, o = self.choose(names), f"pool[{self.rng.randrange(3)}]"
            self.emit("attempt(lambda: " + self.pick(
                f"use_{name}('get')", f"use_{name}('set', {self.atom('int')})", f"use_{name}('del')", f"use_{name}('add', 1)", f"globals().pop({name!r}, 'gone')",
                f"set_p({o}, {self.atom(None or 'int')})", f"set_p({o}, 1)", f"set_p({o}, 2)", f"set_x({o}, {self.atom('str')})", f"{o}.p", f"sorted(vars({o}))",
                f"refs.append(weakref.ref({o}, lambda r: print('dead')))", "[r() is not None for r in refs]", f"pool.__setitem__({self.rng.randrange(3)}, W0())",
                f"setattr(W0, 'p', {self.pick('property(lambda s: 3, lambda s, v: show(v))', '7', 'property(len)')})", f"weakref.ref({self.expr('any', 0)}) and 1",
                f"weakref.proxy({o}).m0()", f"delattr(W{at}, 'p')") + ")")
