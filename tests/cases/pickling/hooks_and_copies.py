"""copy, deepcopy, and what classes and picklers can say in them."""
import copy
import copyreg
import io
import pickle
import types
import weakref


def show(label, function):
    try:
        print(label, "->", function())
    except BaseException as e:
        print(label, "!!", type(e).__name__, e)


class Plain:
    def __init__(self, **values):
        self.__dict__.update(values)

    def __repr__(self):
        return f"{type(self).__name__}({self.__dict__})"


class Slots:
    __slots__ = "a", "__b", "__dict__"


class Both:
    def __copy__(self):
        return "copied"

    def __deepcopy__(self, memo):
        return "deep", type(memo).__name__


class ByReduce(Plain):
    def __reduce_ex__(self, protocol):
        return ByReduce, (), {"protocol": protocol}, iter([1, 2]), iter([("k", [3])])

    def append(self, item):
        self.__dict__.setdefault("items", []).append(item)

    def __setitem__(self, key, value):
        self.__dict__[key] = value


class WithState:
    def __getstate__(self):
        return ["state"]

    def __setstate__(self, state):
        self.got = state


class Args(tuple):
    def __new__(cls, *items, **named):
        made = super().__new__(cls, items)
        made.named = named
        return made

    def __getnewargs_ex__(self):
        return tuple(self), self.named


# ---- copies
for value in [1, "a", b"a", None, ..., (1, [2]), [1, [2]], {1: [2]}, {1, 2}, frozenset([1]), bytearray(b"x"),
              range(3), slice(1, 2), int, len, types.SimpleNamespace(a=[1]), 1 + 2j, iter([1, 2])]:
    for function in copy.copy, copy.deepcopy:
        made = function(value)
        print(type(value).__name__, made if not hasattr(made, "__next__") else list(made), made is value)

nested = Plain(a=[1], b=Plain(c={}))
shallow, deep = copy.copy(nested), copy.deepcopy(nested)
print(shallow, shallow.a is nested.a, deep, deep.a is nested.a, deep.b is nested.b)
s = Slots()
s.a, s._Slots__b, s.other = [1], 2, 3
d = copy.deepcopy(s)
print(d.a, d.a is s.a, d._Slots__b, d.other, Slots.__slotnames__)
show("both", lambda: (copy.copy(Both()), copy.deepcopy(Both())))
show("reduce", lambda: (copy.copy(ByReduce()), copy.deepcopy(ByReduce())))
show("state", lambda: (copy.copy(WithState()).got, copy.deepcopy(WithState()).got))
show("newargs", lambda: (copy.copy(Args(1, k=2)), copy.deepcopy(Args([1], k=[2])).named))

recursive = [1]
recursive.append((recursive, {"r": recursive}))
made = copy.deepcopy(recursive)
print(made[1][0] is made, made[1][1]["r"] is made)
shared = [[]] * 3
made = copy.deepcopy(shared)
print(made[0] is made[2], made[0] is shared[0])
memo = {}
copy.deepcopy(nested, memo)
print(sorted(type(v).__name__ for v in memo.values()))
method = nested.__repr__
print(copy.deepcopy(method)() == method(), copy.copy(method) == method)
ref = weakref.ref(nested)
print(copy.copy(ref) is ref, copy.deepcopy(ref) is ref)
w = weakref.WeakValueDictionary(a=nested)
print(copy.copy(w)["a"] is nested, copy.deepcopy(w)["a"] is nested)
k = weakref.WeakKeyDictionary({nested: [1]})
print(copy.deepcopy(k)[nested], copy.deepcopy(k)[nested] is k[nested])
chain = None
for _ in range(100_000):
    chain = [chain]
show("deep", lambda: copy.deepcopy(chain))
for bad in (x for x in ()), open, type(chain).__dict__, memoryview(b""):
    show("refused", lambda: type(copy.deepcopy(bad)).__name__)
show("replace", lambda: copy.replace(types.SimpleNamespace(a=1, b=2), b=3))
show("replace", lambda: copy.replace(5, a=1))
print(copy.Error is copy.error, copy.__all__)

# ---- copyreg
copyreg.pickle(Plain, lambda p: (Plain, (), {"by": "table"}))
show("table", lambda: (copy.copy(nested), pickle.loads(pickle.dumps(nested))))
del copyreg.dispatch_table[Plain]
show("pickle", lambda: copyreg.pickle(Plain, 5))
show("constructor", lambda: copyreg.constructor(5))
for args in ("m", "n", 0), ("m", "n", 2**31), ("m", "n", 5), ("m", "n", 6), ("m", "o", 5), ("m", "n", 5), ("m", "n", "x"):
    show(f"add {args}", lambda: copyreg.add_extension(*args))
for args in ("m", "n", 6), ("m", "n", 5), ("m", "n", 5):
    show(f"remove {args}", lambda: copyreg.remove_extension(*args))
copyreg.add_extension("builtins", "range", 300)
data = pickle.dumps(range, 2)
print(data, pickle.loads(data), copyreg._extension_cache)
copyreg.clear_extension_cache()
copyreg.remove_extension("builtins", "range", 300)
show("gone", lambda: pickle.loads(data))
for protocol in 0, 1, 2:
    show("slots", lambda: copyreg._reduce_ex(Slots(), protocol))

# ---- hooks of picklers
class Hooked(pickle.Pickler):
    dispatch_table = {complex: lambda c: (str, ("complex",))}

    def persistent_id(self, value):
        return ("id", value.n) if isinstance(value, Plain) else None

    def reducer_override(self, value):
        if isinstance(value, WithState):
            return str, ("overridden",)
        return NotImplemented


class Loaded(pickle.Unpickler):
    def persistent_load(self, id):
        return Plain(loaded=id)

    def find_class(self, module, name):
        print("find", module, name)
        return super().find_class(module, name)


for protocol in range(6):
    file = io.BytesIO()
    value = [Plain(n=1), int, 1j, WithState(), b"bytes", {1}, bytearray(b"x")]
    show(f"dump {protocol}", lambda: Hooked(file, protocol).dump(value))
    file.seek(0)
    show(f"load {protocol}", lambda: Loaded(file).load()[:3])

for value in [Args(1, k=2), s, nested, recursive, Plain, Plain.Inner if hasattr(Plain, "Inner") else 0, ByReduce(),
              OSError(2, "x"), {1: (2, [3])}, [0] * 1001, {i: i for i in range(1001)}, "\u0161\n\\\0\U0001f600", 10**30,
              -1, 255, 65536, 2**31, 1.5, True, (), ((),), frozenset([1]), set(), b"", b"x" * 300, "y" * 300, print]:
    for protocol in range(6):
        try:
            made = pickle.dumps(value, protocol)
        except TypeError as e:
            print(protocol, e)
            continue
        print(protocol, made if len(made) < 400 else (len(made), sum(made)))
        show("again", lambda: type(pickle.loads(made)).__name__)

# ---- references
import _weakref


class Reference(weakref.ref):
    pass


first = Reference(nested)
plain = weakref.ref(nested)
print(weakref.getweakrefs(nested)[0] is plain, _weakref.ref is weakref.ref)
show("keyword", lambda: weakref.ref(nested, callback=None))
show("init", lambda: plain.__init__(0, 0, 0))


class Strange(dict):
    def __getattr__(self, name):
        return self[name]


strange = Strange()
print("Strange" in repr(weakref.ref(strange)))
