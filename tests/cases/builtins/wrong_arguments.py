# What calls of builtin functions and methods say about wrong arguments, and in which order they look.


def call(function, *args, **named):
    try:
        result = function(*args, **named)
    except Exception as problem:
        notes = getattr(problem, "__notes__", None)
        print(type(problem).__name__, problem, *(notes or []))
    else:
        print("=", result)


for names in [{}, {"zz": 1}, {"a": 1, "b": 2, "c": 3}]:
    for function in [sorted, max, min, sum, pow, round, int, str, zip, enumerate, complex, memoryview,
                     print, AttributeError, NameError, ImportError, len, divmod, "a".split, "a".encode,
                     "a".replace, b"a".hex, (5).to_bytes, True.bit_length, [].sort, [].append,
                     [].__getitem__, {}.__contains__, {1}.__contains__, "a".__mul__, (1).__pow__,
                     (1.5).__divmod__, int.mro, "a".maketrans, float.fromhex, ValueError().add_note]:
        if names or function not in (print, zip):
            call(function, **names)
for function in [sorted, int, str, type, "a".split, sum, [].append, "a".upper]:
    call(function, 1, 2, 3, 4)
    call(function, 1, zz=2)
call(pow, 1, base=1)
call(sorted, 5, zz=1)
call(sorted, [], zz=1)
call(max, [1], key=None, default=2, c=3)
call(int, "3", 3, base=3)
call(str, b"", None)
call(str, b"", encoding=None)
call(str, encoding=5)
call("a".__mul__, "b")
call([].__imul__, 1.5)
call("a".replace, 1, 2, 3)
call((1.5).__pow__, 1, 2)
call((1).__pow__, 3, 5)
call((1j).__pow__, 1, 2)
call(pow, 2.0, 1j, 7)
call(bytes.fromhex, "1z\xe9")
call(float.fromhex, "\ud800")
call((5).to_bytes, 3, 5)
call("\ud800".encode, "utf-32-le")
call("\ud800".encode, "utf-8")
call(b"\xff".decode, "utf-8-sig")


class Box:
    def show(self):
        return super().show()

    @property
    def size(self):
        return 1

    @classmethod
    def make(*args):
        return len(args)


call(Box.show, None)
vars(Box)["size"].__init__(lambda self: 2)
call(setattr, Box(), "size", 1)
vars(Box)["make"].__init__(lambda cls: "again")
call(Box.make)


def two(a, b):
    return a, b


two.__defaults__ = (4, 5, 6)
call(two)
call(two, 1, 2, 3)
for key in [0, 2**70, "a"]:
    for value in ["a", {1}, {}.keys(), (1,), int | str, object()]:
        try:
            del value[key]
        except Exception as problem:
            print(type(problem).__name__, problem)


class Empty:
    __slots__ = ()


class Plain:
    pass


class Both(Empty, Plain):
    __slots__ = ()


call(setattr, Plain(), "__class__", Both)
call(setattr, Plain, "__bases__", (Empty,))
call(setattr, Both, "__bases__", (object,))
a = "x"
print(f"{'\n\x41'=} {a + '\\'=}", rf"{'\n'=}", f"{f'{1=}\n'=}")
if {1} not in {2} and {3} in {frozenset({3})}:
    print("sets are looked up as frozensets")
call(type, None, (), {})
call((5).to_bytes, 1, None)
